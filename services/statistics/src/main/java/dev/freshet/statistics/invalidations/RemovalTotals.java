package dev.freshet.statistics.invalidations;

import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code freshet.daily_invalidation}. Takes part in the caller's transaction. Thread-safe. */
final class RemovalTotals {

    static final String TABLE = "freshet.daily_invalidation";

    private final JdbcTemplate jdbc;

    RemovalTotals(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void add(SortedMap<CacheDay, Removals> increments) {
        jdbc.batchUpdate(
                """
                INSERT INTO freshet.daily_invalidation AS d (date, cache, invalidations, rows_deleted, keys_removed)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (date, cache) DO UPDATE SET
                    invalidations = d.invalidations + excluded.invalidations,
                    rows_deleted = d.rows_deleted + excluded.rows_deleted,
                    keys_removed = d.keys_removed + excluded.keys_removed,
                    updated_at = now()""",
                increments.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Object[] row(CacheDay key, Removals removals) {
        return new Object[] {
            key.date(), key.cache(), removals.invalidations(), removals.rowsDeleted(), removals.keysRemoved()
        };
    }
}
