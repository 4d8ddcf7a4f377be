package dev.freshet.statistics.accesses;

import java.time.LocalDate;
import java.util.SortedMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code public.ai_cache_stats} of the lectures pack: what {@code get_cache_stats} reads. Takes part in the caller's
 * transaction. Thread-safe.
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
                    total_requests = s.total_requests + excluded.total_requests,
                    cache_hits = s.cache_hits + excluded.cache_hits,
                    cache_misses = s.cache_misses + excluded.cache_misses,
                    tokens_saved = s.tokens_saved + excluded.tokens_saved""",
                increments.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Object[] row(LocalDate date, Counts counts) {
        return new Object[] {date, counts.total(), counts.hits(), counts.allMisses(), counts.tokensSaved()};
    }
}
