package dev.freshet.statistics.daily;

import java.time.LocalDate;

/** The lookups of one day. */
record Accesses(LocalDate date, long redisHits, long postgresHits, long misses, long bypasses, long tokensSaved) {

    static Accesses none(LocalDate date) {
        return new Accesses(date, 0, 0, 0, 0, 0);
    }
}
