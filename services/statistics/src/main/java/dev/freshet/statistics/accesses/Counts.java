package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;

/**
 * Lookups added up.
 *
 * @param redisHits found in Redis
 * @param postgresHits found in the cache table
 * @param misses not found
 * @param bypasses the cache was not asked
 * @param tokensSaved by the hits
 */
record Counts(long redisHits, long postgresHits, long misses, long bypasses, long tokensSaved) {

    /** One lookup. Only a hit saves tokens, whatever the event of a miss says. */
    static Counts of(Access access) {
        return new Counts(
                one(access, Access.Outcome.redis),
                one(access, Access.Outcome.postgres),
                one(access, Access.Outcome.miss),
                one(access, Access.Outcome.bypass),
                access.outcome().isHit() ? access.tokensSaved() : 0);
    }

    private static long one(Access access, Access.Outcome outcome) {
        return access.outcome() == outcome ? 1 : 0;
    }

    Counts plus(Counts other) {
        return new Counts(
                redisHits + other.redisHits,
                postgresHits + other.postgresHits,
                misses + other.misses,
                bypasses + other.bypasses,
                Math.addExact(tokensSaved, other.tokensSaved));
    }

    long hits() {
        return redisHits + postgresHits;
    }

    /** A bypass counts as a miss: the answer was computed. */
    long allMisses() {
        return misses + bypasses;
    }

    long total() {
        return hits() + allMisses();
    }
}
