package dev.freshet.console.demo;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The cache table, as an application of the lectures pack uses it. */
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

    /** The answer, if it was made from the content as it is now. */
    Optional<AnswerRow> current(String cacheKey) {
        return database.sql(COLUMNS + "WHERE cache_key = :key")
                .param("key", cacheKey)
                .query(AnswerRow::of)
                .optional()
                .filter(AnswerRow::current);
    }

    /** What an answer is made from; empty when a lecture is missing. Content and hash are of one statement: they belong together. */
    Optional<Source> source(List<UUID> lectures) {
        return database.sql(
                        """
                        SELECT string_agg(content, E'\\n\\n' ORDER BY id) AS content,
                               freshet.current_content_hash(:lectures) AS hash
                        FROM public.lectures WHERE id = ANY (:lectures) HAVING count(*) = cardinality(:lectures)
                        """)
                .param("lectures", lectures.toArray(UUID[]::new))
                .query(Source.class)
                .optional();
    }

    /** Stores an answer, unless its content has changed since it was read; says whether it did. */
    boolean store(Question question, String answer, int tokens, String hash) {
        return database.sql(
                                """
                                INSERT INTO public.ai_response_cache AS c (cache_key, operation_type, lecture_ids,
                                    params, content_hash, response_data, tokens_used, content_size)
                                SELECT :key, :operation, :lectures, :params::jsonb, :hash, :answer::jsonb, :tokens,
                                    octet_length(:answer)
                                WHERE :hash = freshet.current_content_hash(:lectures)
                                ON CONFLICT (cache_key) DO UPDATE SET content_hash = EXCLUDED.content_hash,
                                    response_data = EXCLUDED.response_data, tokens_used = EXCLUDED.tokens_used,
                                    content_size = EXCLUDED.content_size, created_at = now()
                                """)
                        .param("key", question.cacheKey())
                        .param("operation", question.operation().name())
                        .param("lectures", question.lectures().toArray(UUID[]::new))
                        .param("params", question.canonicalParams())
                        .param("hash", hash)
                        .param("answer", answer)
                        .param("tokens", tokens)
                        .update()
                == 1;
    }

    /** What the model reads, and the hash to store beside what it says. */
    record Source(String content, String hash) {}
}
