package dev.freshet.statistics.figures;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The figures of one operation, as answered.
 *
 * @param operation empty where the cache knows none
 */
record OperationSum(String cache, String operation, @JsonUnwrapped Requests requests) {}
