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
 * @param reason why it was no hit; null on a hit, and when nobody said
 * @param load what it took to compute the answer; null on a hit, when another lookup's computation was joined, and when
 *     nobody said
 */
public record Access(
        String cache,
        @Nullable String operation,
        Outcome outcome,
        long tokensSaved,
        Instant time,
        @Nullable Reason reason,
        @Nullable Load load) {

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

    /** Why a lookup found nothing that could be served. */
    public enum Reason {
        /** there was no entry */
        absent,
        /** something that the entry depends on had changed */
        fence,
        /** the whole cache had been made stale */
        epoch,
        /** the pipeline was not seen to be complete within the bound */
        lease,
        /** the row was made from other content than the current one */
        hash,
        /** no tier answered */
        away
    }

    /**
     * A computation.
     *
     * @param millis how long it took, up to a day
     * @param size of the answer, characters of JSON; null when unknown
     * @param contentHash of the content that the answer was made from; null when the cache knows none
     */
    public record Load(long millis, @Nullable Long size, @Nullable String contentHash) {

        private static final long LONGEST = 86_400_000;

        public Load {
            if (millis < 0 || millis > LONGEST) {
                throw new IllegalArgumentException("millis must be 0 to " + LONGEST + ": " + millis);
            }
            if (size != null && (size < 0 || size > MOST_TOKENS)) {
                throw new IllegalArgumentException("size must be 0 to " + MOST_TOKENS + ": " + size);
            }
            if (contentHash != null) {
                Name.require("contentHash", contentHash);
            }
        }
    }

    /** A lookup of which no more is known. */
    public Access(String cache, @Nullable String operation, Outcome outcome, long tokensSaved, Instant time) {
        this(cache, operation, outcome, tokensSaved, time, null, null);
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
