package dev.freshet.console.demo;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.freshet.cache.Answer;
import dev.freshet.events.Access;

/**
 * The answer to a question.
 *
 * @param outcome where it came from; {@code miss} when the model had to be asked
 * @param answer JSON
 */
record Answered(
        String operation, String cacheKey, String redisKey, Access.Outcome outcome, @JsonRawValue String answer) {

    static Answered to(Question question, Answer answer) {
        return new Answered(
                question.operation().name(),
                answer.key(),
                Question.redisKey(answer.key()),
                switch (answer.origin()) {
                    case REDIS -> Access.Outcome.redis;
                    case POSTGRES -> Access.Outcome.postgres;
                    case COMPUTED -> Access.Outcome.miss;
                },
                answer.json());
    }
}
