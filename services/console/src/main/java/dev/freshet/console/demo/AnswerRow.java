package dev.freshet.console.demo;

import dev.freshet.cache.LectureCache;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the cache table.
 *
 * @param params JSON
 * @param answer JSON
 * @param current whether it was made from the content as it is now
 */
record AnswerRow(
        String cacheKey,
        @Nullable String operation,
        List<UUID> lectures,
        String params,
        String answer,
        int tokens,
        boolean current) {

    static AnswerRow of(ResultSet row, int number) throws SQLException {
        return new AnswerRow(
                row.getString("cache_key"),
                row.getString("operation_type"),
                Arrays.asList((UUID[]) row.getArray("lecture_ids").getArray()),
                row.getString("params"),
                row.getString("answer"),
                row.getInt("tokens"),
                row.getBoolean("current"));
    }

    /** What it is the answer to; null where no question has this key: anybody may have written the row. */
    dev.freshet.cache.@Nullable Question question() {
        if (operation == null) {
            return null;
        }
        try {
            dev.freshet.cache.Question question = LectureCache.questionOf(operation, lectures, params);
            return question.key().equals(cacheKey) ? question : null;
        } catch (IllegalArgumentException e) {
            return null; // params that no question can have
        }
    }

    CachedAnswer cached(@Nullable Boolean keyPresent) {
        return new CachedAnswer(
                operation, lectures, params, cacheKey, Question.redisKey(cacheKey), true, keyPresent, current, answer);
    }
}
