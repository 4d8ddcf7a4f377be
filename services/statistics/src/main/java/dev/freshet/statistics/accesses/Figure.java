package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import java.util.Locale;

/** What is counted of lookups; each is a column of {@code freshet.daily_operation}. */
public enum Figure {
    /** found in Redis */
    REDIS_HITS,
    /** found in the cache table */
    POSTGRES_HITS,
    /** not found */
    MISSES,
    /** the cache was not asked */
    BYPASSES,
    /** these six: misses and bypasses by reason, see {@link Access.Reason} */
    ABSENT,
    FENCE,
    EPOCH,
    LEASE,
    HASH,
    AWAY,
    /** model tokens that the hits made unnecessary */
    TOKENS_SAVED,
    /** computations of which it is known how long they took */
    LOADS,
    /** how long they took together */
    LOAD_MILLIS,
    /** computations that brought what had been there before */
    NEEDLESS_INVALIDATIONS;

    /** Its column. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Figure of(Access.Outcome outcome) {
        return switch (outcome) {
            case redis -> REDIS_HITS;
            case postgres -> POSTGRES_HITS;
            case miss -> MISSES;
            case bypass -> BYPASSES;
        };
    }

    static Figure of(Access.Reason reason) {
        return switch (reason) {
            case absent -> ABSENT;
            case fence -> FENCE;
            case epoch -> EPOCH;
            case lease -> LEASE;
            case hash -> HASH;
            case away -> AWAY;
        };
    }
}
