package dev.freshet.statistics.accesses;

import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code freshet.daily_operation}. Takes part in the caller's transaction. Thread-safe. */
final class OperationTotals {

    static final String TABLE = "freshet.daily_operation";

    private final JdbcTemplate jdbc;

    OperationTotals(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void add(SortedMap<OperationDay, Counts> increments) {
        jdbc.batchUpdate(
                """
                INSERT INTO freshet.daily_operation AS d
                    (date, cache, operation, total_requests, redis_hits, postgres_hits, misses, bypasses, tokens_saved)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (date, cache, operation) DO UPDATE SET
                    total_requests = d.total_requests + excluded.total_requests,
                    redis_hits = d.redis_hits + excluded.redis_hits,
                    postgres_hits = d.postgres_hits + excluded.postgres_hits,
                    misses = d.misses + excluded.misses,
                    bypasses = d.bypasses + excluded.bypasses,
                    tokens_saved = d.tokens_saved + excluded.tokens_saved,
                    updated_at = now()""",
                increments.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Object[] row(OperationDay key, Counts counts) {
        return new Object[] {
            key.date(),
            key.cache(),
            key.operation(),
            counts.total(),
            counts.redisHits(),
            counts.postgresHits(),
            counts.misses(),
            counts.bypasses(),
            counts.tokensSaved()
        };
    }
}
