package dev.freshet.statistics.daily;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One day's figures, as answered.
 *
 * @param date the UTC day
 * @param totalRequests lookups: hits and misses
 * @param cacheHits found in Redis or in the cache table
 * @param cacheMisses not found, or not looked for (bypass)
 * @param hitRate hits by requests, 0 to 1; 0 on a day without requests
 * @param tokensSaved model tokens that the hits made unnecessary
 * @param redisHits those of the hits that Redis gave
 * @param postgresHits those of the hits that the cache table gave
 * @param bypasses those of the misses that did not ask the cache
 * @param invalidations outcomes, one for each change and tag; like the next two null where an operation was asked for,
 *     because an invalidation has none
 * @param rowsDeleted rows of cache tables that invalidations removed
 * @param keysRemoved Redis keys that invalidations removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Day(
        LocalDate date,
        long totalRequests,
        long cacheHits,
        long cacheMisses,
        double hitRate,
        long tokensSaved,
        long redisHits,
        long postgresHits,
        long bypasses,
        @Nullable Long invalidations,
        @Nullable Long rowsDeleted,
        @Nullable Long keysRemoved) {

    static Day of(Accesses accesses, @Nullable Removed removed) {
        long hits = accesses.redisHits() + accesses.postgresHits();
        long misses = accesses.misses() + accesses.bypasses();
        long total = hits + misses;
        return new Day(
                accesses.date(),
                total,
                hits,
                misses,
                total == 0 ? 0 : (double) hits / total,
                accesses.tokensSaved(),
                accesses.redisHits(),
                accesses.postgresHits(),
                accesses.bypasses(),
                removed == null ? null : removed.invalidations(),
                removed == null ? null : removed.rowsDeleted(),
                removed == null ? null : removed.keysRemoved());
    }
}
