package dev.freshet.statistics.figures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The figures of all days together, as answered.
 *
 * @param currency of the money
 * @param removed null where an operation was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Summary(
        LocalDate from,
        LocalDate to,
        String currency,
        @JsonUnwrapped Requests requests,
        @JsonUnwrapped @Nullable Removed removed) {}
