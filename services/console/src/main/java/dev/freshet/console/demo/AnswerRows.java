package dev.freshet.console.demo;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The cache table, as the page shows it. */
final class AnswerRows {

    private static final String COLUMNS =
            """
            SELECT cache_key, operation_type, lecture_ids, coalesce(params, '{}')::text AS params,
                   coalesce(response_data, 'null')::text AS answer, coalesce(tokens_used, 0) AS tokens,
                   coalesce(content_hash = freshet.current_content_hash(lecture_ids), false) AS current
            FROM public.ai_response_cache
            """;

    private final JdbcClient database;

    AnswerRows(JdbcClient database) {
        this.database = database;
    }

    /** The answers that depend on one of these lectures or more, the oldest first. */
    List<AnswerRow> about(List<UUID> lectures) {
        return database.sql(COLUMNS + "WHERE lecture_ids && :lectures ORDER BY created_at, cache_key LIMIT 1000")
                .param("lectures", lectures.toArray(UUID[]::new))
                .query(AnswerRow::of)
                .list();
    }
}
