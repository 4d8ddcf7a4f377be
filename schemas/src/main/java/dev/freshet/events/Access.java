package dev.freshet.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One lookup in a cache. The record's key is the cache key.
 *
 * @param cache the cache in the rules file
 * @param operation what was asked for, such as {@code quiz}; null when the cache knows no operations
 * @param outcome where the answer came from
 * @param tokensSaved model tokens that the hit made unnecessary, up to 10^12; 0 on a miss
 * @param time when the lookup happened; its UTC day is the day it counts for
 */
public record Access(String cache, @Nullable String operation, Outcome outcome, long tokensSaved, Instant time) {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z").plus(1, ChronoUnit.DAYS);

    /** Beyond it a figure is a mistake, and a few of them would overflow a day. */
    private static final long MOST_TOKENS = 1_000_000_000_000L;

    /** Where a lookup found its answer. */
    public enum Outcome {
        /** a hit in Redis */
        redis,
        /** a hit in the cache table */
        postgres,
        /** not found, computed anew */
        miss,
        /** the cache was not asked */
        bypass;

        /** Whether the answer came from a cache. */
        public boolean isHit() {
            return this == redis || this == postgres;
        }
    }

    public Access {
        Name.require("cache", cache);
        if (operation != null) {
            Name.require("operation", operation);
        }
        if (outcome == null || time == null) {
            throw new IllegalArgumentException("an access needs cache, outcome and time");
        }
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw new IllegalArgumentException("time must lie in the years 1 to 9999: " + time);
        }
        if (tokensSaved < 0 || tokensSaved > MOST_TOKENS) {
            throw new IllegalArgumentException("tokensSaved must be 0 to " + MOST_TOKENS + ": " + tokensSaved);
        }
    }
}
