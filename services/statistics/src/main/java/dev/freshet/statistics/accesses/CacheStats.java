package dev.freshet.statistics.accesses;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code public.ai_cache_stats} of the lectures pack: what {@code get_cache_stats} reads. The table may be the
 * application's own, with NULL for none. Takes part in the caller's transaction. Thread-safe.
 */
public final class CacheStats {

    public static final String TABLE = "public.ai_cache_stats";

    private final JdbcTemplate jdbc;

    CacheStats(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A row, over all caches. */
    public record Day(long requests, long hits, long misses, long tokensSaved) {

        private static final Day NONE = new Day(0, 0, 0, 0);

        public static Day of(Counts counts) {
            return new Day(counts.total(), counts.hits(), counts.allMisses(), counts.of(Figure.TOKENS_SAVED));
        }

        /** By column. */
        public Map<String, Long> figures() {
            Map<String, Long> figures = new LinkedHashMap<>();
            figures.put("total_requests", requests);
            figures.put("cache_hits", hits);
            figures.put("cache_misses", misses);
            figures.put("tokens_saved", tokensSaved);
            return figures;
        }

        private Object[] row(LocalDate date) {
            return new Object[] {date, requests, hits, misses, tokensSaved};
        }
    }

    void add(SortedMap<LocalDate, Counts> increments) {
        jdbc.batchUpdate(
                """
                INSERT INTO public.ai_cache_stats AS s (date, total_requests, cache_hits, cache_misses, tokens_saved)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (date) DO UPDATE SET
                    total_requests = coalesce(s.total_requests, 0) + excluded.total_requests,
                    cache_hits = coalesce(s.cache_hits, 0) + excluded.cache_hits,
                    cache_misses = coalesce(s.cache_misses, 0) + excluded.cache_misses,
                    tokens_saved = coalesce(s.tokens_saved, 0) + excluded.tokens_saved""",
                increments.entrySet().stream()
                        .map(entry -> Day.of(entry.getValue()).row(entry.getKey()))
                        .toList());
    }

    /** Of each of these days, zeros where there is no row. */
    SortedMap<LocalDate, Day> read(SortedSet<LocalDate> dates) {
        SortedMap<LocalDate, Day> stored = new TreeMap<>();
        if (dates.isEmpty()) {
            return stored;
        }
        dates.forEach(date -> stored.put(date, Day.NONE));
        jdbc.query(
                "SELECT date, total_requests, cache_hits, cache_misses, tokens_saved FROM " + TABLE
                        + " WHERE date BETWEEN ? AND ?",
                row -> {
                    Day day = new Day(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
                    stored.replace(row.getObject(1, LocalDate.class), day);
                },
                dates.first(),
                dates.last());
        return stored;
    }

    /** In the place of what is there; a day without requests has no row. */
    void set(SortedMap<LocalDate, Day> days) {
        jdbc.batchUpdate(
                """
                INSERT INTO public.ai_cache_stats (date, total_requests, cache_hits, cache_misses, tokens_saved)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (date) DO UPDATE SET
                    total_requests = excluded.total_requests, cache_hits = excluded.cache_hits,
                    cache_misses = excluded.cache_misses, tokens_saved = excluded.tokens_saved""",
                days.entrySet().stream()
                        .map(entry -> entry.getValue().row(entry.getKey()))
                        .toList());
        List<Object[]> empty = days.entrySet().stream()
                .filter(entry -> entry.getValue().requests() == 0)
                .map(entry -> new Object[] {entry.getKey()})
                .toList();
        jdbc.batchUpdate("DELETE FROM public.ai_cache_stats WHERE date = ? AND total_requests = 0", empty);
    }
}
