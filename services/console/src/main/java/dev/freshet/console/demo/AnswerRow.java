package dev.freshet.console.demo;

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

    CachedAnswer cached(@Nullable Boolean keyPresent) {
        return new CachedAnswer(
                operation, lectures, params, cacheKey, Question.redisKey(cacheKey), true, keyPresent, current, answer);
    }
}
