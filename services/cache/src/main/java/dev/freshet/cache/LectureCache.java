package dev.freshet.cache;

import dev.freshet.cache.keys.CacheKey;
import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.rows.RowsDefinition;
import dev.freshet.cache.source.Reading;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers about lectures: the convenient face of an {@link AnswerCache} over {@code public.ai_response_cache}.
 * Thread-safe.
 */
public final class LectureCache {

    private final AnswerCache cache;

    public LectureCache(AnswerCache cache) {
        this.cache = cache;
    }

    /** The cache as the lectures pack's rules have it. */
    public static CacheDefinition definition(Policy policy, Map<String, Policy> byOperation) {
        return new CacheDefinition("ai-responses", rows(), policy, byOperation);
    }

    private static RowsDefinition rows() {
        return new RowsDefinition(
                "public.ai_response_cache",
                "cache_key",
                "response_data",
                "tokens_used",
                "content_hash = freshet.current_content_hash(lecture_ids)",
                null,
                Map.of("content_hash", "freshet.current_content_hash(lecture_ids)"),
                Map.of("created_at", "now()", "content_size", "octet_length(response_data::text)"));
    }

    /**
     * The answer to an operation about lectures, from the first tier that may serve it, or computed; see
     * {@link AnswerCache#answer}.
     *
     * @param operation such as {@code quiz}
     * @param lectureIds in any order; at least one
     * @param params whatever else the answer depends on, as JSON: numbers, text, booleans, lists, maps
     * @param read reads the lectures, in the library's snapshot
     * @param compute makes the answer of what was read
     */
    public <C> Answer answer(
            String operation,
            Collection<UUID> lectureIds,
            Map<String, ? extends @Nullable Object> params,
            Reading.Content<C> read,
            Compute<C> compute) {
        return cache.answer(question(operation, lectureIds, params), read, compute);
    }

    /** As {@link #answer}, without blocking. */
    public <C> CompletionStage<Answer> answerAsync(
            String operation,
            Collection<UUID> lectureIds,
            Map<String, ? extends @Nullable Object> params,
            Reading.Content<C> read,
            Compute<C> compute) {
        return cache.answerAsync(question(operation, lectureIds, params), read, compute);
    }

    /** What the two ask for, to be asked with another bound: {@code cache.generic().answer(question.within(…), …)}. */
    public static Question question(
            String operation, Collection<UUID> lectureIds, Map<String, ? extends @Nullable Object> params) {
        return questionOf(operation, lectureIds, CacheKey.canonical(params));
    }

    /** As {@link #question}, of params that are JSON already. */
    public static Question questionOf(String operation, Collection<UUID> lectureIds, String params) {
        List<String> ids =
                lectureIds.stream().map(UUID::toString).distinct().sorted().toList();
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("an answer about no lecture");
        }
        String canonical = CacheKey.canonical(params);
        String key = CacheKey.of(operation, ids, canonical);
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("cache_key", key);
        columns.put("operation_type", operation);
        columns.put("lecture_ids", ids);
        columns.put("params", canonical);
        return new Question(operation, key, "ai:response:" + key, tags(ids), columns, Bound.LEASE);
    }

    /** For an application that wants to read its own writes: to be called after the commit that changed the lectures. */
    public void invalidate(Collection<UUID> lectureIds) {
        cache.invalidate(tags(lectureIds));
    }

    /** Beneath this face. */
    public AnswerCache generic() {
        return cache;
    }

    private static List<String> tags(Collection<?> ids) {
        return ids.stream().map(id -> "lecture:" + id).toList();
    }
}
