package dev.freshet.statistics.figures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One day's figures, as answered.
 *
 * @param date the UTC day
 * @param removed null where an operation was asked for: an invalidation has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Day(LocalDate date, @JsonUnwrapped Requests requests, @JsonUnwrapped @Nullable Removed removed) {}
