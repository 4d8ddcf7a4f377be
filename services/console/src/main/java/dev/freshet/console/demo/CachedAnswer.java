package dev.freshet.console.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where one answer is cached, if anywhere.
 *
 * @param lectureIds all lectures that the answer depends on
 * @param params the parameters of the question, JSON
 * @param rowPresent whether the cache table has its row
 * @param keyPresent whether Redis has its key; null while Redis does not answer
 * @param hashCurrent whether the row was made from the content as it is now; null without a row
 * @param answer the row's answer, JSON; null without a row
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CachedAnswer(
        @Nullable String operation,
        List<UUID> lectureIds,
        @JsonRawValue String params,
        String cacheKey,
        String redisKey,
        boolean rowPresent,
        @Nullable Boolean keyPresent,
        @Nullable Boolean hashCurrent,
        @JsonRawValue @Nullable String answer) {

    /** What is known of a question whose answer has no row. */
    static CachedAnswer withoutRow(Question question, @Nullable Boolean keyPresent) {
        String cacheKey = question.cacheKey();
        return new CachedAnswer(
                question.operation().name(),
                question.lectures(),
                question.canonicalParams(),
                cacheKey,
                Question.redisKey(cacheKey),
                false,
                keyPresent,
                null,
                null);
    }
}
