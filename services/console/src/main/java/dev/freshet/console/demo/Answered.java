package dev.freshet.console.demo;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.freshet.events.Access;

/**
 * The answer to a question.
 *
 * @param outcome where it came from; {@code miss} when the model had to be asked
 * @param answer JSON
 */
record Answered(
        String operation, String cacheKey, String redisKey, Access.Outcome outcome, @JsonRawValue String answer) {

    static Answered to(Question question, Access.Outcome outcome, String answer) {
        String cacheKey = question.cacheKey();
        return new Answered(question.operation().name(), cacheKey, Question.redisKey(cacheKey), outcome, answer);
    }
}
