package dev.freshet.statistics.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lookups of some time, as answered.
 *
 * @param totalRequests lookups: hits and misses
 * @param cacheHits found in Redis or in the cache table
 * @param cacheMisses not found, or not looked for (bypass)
 * @param hitRate hits by requests, 0 to 1; 0 without requests
 * @param tokensSaved model tokens that the hits made unnecessary
 * @param moneySaved what the hits would have cost, in the currency of the settings
 * @param loadMillisSaved how long the hits' answers would have taken, by the average of those that were computed
 * @param redisHits those of the hits that Redis gave
 * @param postgresHits those of the hits that the cache table gave
 * @param bypasses those of the misses that did not ask the cache
 * @param missesByReason the misses; {@code untold} where nobody said why
 * @param needlessInvalidations answers that were computed again from the content that they had been made from before
 */
record Requests(
        long totalRequests,
        long cacheHits,
        long cacheMisses,
        double hitRate,
        long tokensSaved,
        BigDecimal moneySaved,
        long loadMillisSaved,
        long redisHits,
        long postgresHits,
        long bypasses,
        Map<String, Long> missesByReason,
        long needlessInvalidations) {

    private static final List<String> REASONS = List.of("absent", "fence", "epoch", "lease", "hash", "away", "untold");

    /** What {@link #of} reads, summed up. */
    static final String SUMS = "coalesce(sum(total_requests), 0)::bigint AS total_requests,"
            + " coalesce(sum(cache_hits), 0)::bigint AS cache_hits, coalesce(sum(cache_misses), 0)::bigint AS cache_misses,"
            + " coalesce(sum(redis_hits), 0)::bigint AS redis_hits,"
            + " coalesce(sum(postgres_hits), 0)::bigint AS postgres_hits, coalesce(sum(bypasses), 0)::bigint AS bypasses,"
            + " coalesce(sum(tokens_saved), 0)::bigint AS tokens_saved, coalesce(sum(money_saved), 0) AS money_saved,"
            + " coalesce(sum(load_millis_saved), 0) AS load_millis_saved,"
            + " coalesce(sum(needless_invalidations), 0)::bigint AS needless_invalidations"
            + REASONS.stream()
                    .map(reason -> ", coalesce(sum(" + reason + "), 0)::bigint AS " + reason)
                    .reduce("", String::concat);

    static final Requests NONE = new Requests(0, 0, 0, 0, 0, BigDecimal.ZERO, 0, 0, 0, 0, noReasons(), 0);

    static Requests of(ResultSet row) throws SQLException {
        long total = row.getLong("total_requests");
        long hits = row.getLong("cache_hits");
        Map<String, Long> reasons = new LinkedHashMap<>();
        for (String reason : REASONS) {
            reasons.put(reason, row.getLong(reason));
        }
        return new Requests(
                total,
                hits,
                row.getLong("cache_misses"),
                total == 0 ? 0 : (double) hits / total,
                row.getLong("tokens_saved"),
                money(row.getBigDecimal("money_saved")),
                row.getBigDecimal("load_millis_saved")
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValue(),
                row.getLong("redis_hits"),
                row.getLong("postgres_hits"),
                row.getLong("bypasses"),
                reasons,
                row.getLong("needless_invalidations"));
    }

    /** A millionth is less than any token costs. */
    private static BigDecimal money(BigDecimal exact) {
        BigDecimal rounded = exact.setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
    }

    private static Map<String, Long> noReasons() {
        Map<String, Long> reasons = new LinkedHashMap<>();
        REASONS.forEach(reason -> reasons.put(reason, 0L));
        return reasons;
    }
}
