package dev.freshet.statistics.invalidations;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code freshet.daily_invalidation}. Takes part in the caller's transaction. Thread-safe. */
public final class RemovalTotals {

    static final String TABLE = "freshet.daily_invalidation";

    private final JdbcTemplate jdbc;

    public RemovalTotals(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** All of these days, both ends included. */
    public SortedMap<CacheDay, Removals> read(LocalDate from, LocalDate to) {
        SortedMap<CacheDay, Removals> stored = new TreeMap<>();
        jdbc.query(
                """
                SELECT date, cache, invalidations, rows_deleted, keys_removed, latency
                FROM freshet.daily_invalidation WHERE date BETWEEN ? AND ?""",
                row -> {
                    stored.put(
                            new CacheDay(row.getObject(1, LocalDate.class), row.getString(2)),
                            Removals.stored(
                                    row.getLong(3), row.getLong(4), row.getLong(5), Latency.read(row.getBytes(6))));
                },
                from,
                to);
        return stored;
    }

    /** Puts these in the place of all that is stored of these days. */
    public void replace(LocalDate from, LocalDate to, SortedMap<CacheDay, Removals> counted) {
        jdbc.update("DELETE FROM freshet.daily_invalidation WHERE date BETWEEN ? AND ?", from, to);
        add(counted);
    }

    public void add(SortedMap<CacheDay, Removals> increments) {
        jdbc.batchUpdate(
                """
                INSERT INTO freshet.daily_invalidation AS d
                    (date, cache, invalidations, rows_deleted, keys_removed, latencies)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (date, cache) DO UPDATE SET
                    invalidations = d.invalidations + excluded.invalidations,
                    rows_deleted = d.rows_deleted + excluded.rows_deleted,
                    keys_removed = d.keys_removed + excluded.keys_removed,
                    latencies = d.latencies + excluded.latencies,
                    updated_at = now()""",
                increments.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
        increments.forEach(this::addLatency);
    }

    private static Object[] row(CacheDay key, Removals removals) {
        return new Object[] {
            key.date(),
            key.cache(),
            removals.invalidations(),
            removals.rowsDeleted(),
            removals.keysRemoved(),
            removals.latency().count()
        };
    }

    /** The row is locked by now: what is read here, nobody else changes. */
    private void addLatency(CacheDay key, Removals removals) {
        if (removals.latency().count() == 0) {
            return;
        }
        Latency sum = Latency.read(jdbc.queryForObject(
                "SELECT latency FROM freshet.daily_invalidation WHERE date = ? AND cache = ?",
                byte[].class,
                key.date(),
                key.cache()));
        sum.add(removals.latency());
        jdbc.update(
                """
                UPDATE freshet.daily_invalidation SET latency = ?, p50_millis = ?, p95_millis = ?, p99_millis = ?
                WHERE date = ? AND cache = ?""",
                sum.write(),
                sum.millis(50),
                sum.millis(95),
                sum.millis(99),
                key.date(),
                key.cache());
    }
}
