package dev.freshet.statistics.accesses;

import java.time.LocalDate;
import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code public.ai_cache_stats} of the lectures pack: what {@code get_cache_stats} reads. The table may be the
 * application's own, with NULL for none. Takes part in the caller's transaction. Thread-safe.
 */
final class CacheStats {

    static final String TABLE = "public.ai_cache_stats";

    private final JdbcTemplate jdbc;

    CacheStats(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
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
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Object[] row(LocalDate date, Counts counts) {
        return new Object[] {date, counts.total(), counts.hits(), counts.allMisses(), counts.of(Figure.TOKENS_SAVED)};
    }
}
