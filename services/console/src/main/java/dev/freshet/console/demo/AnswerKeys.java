package dev.freshet.console.demo;

import dev.freshet.console.redis.Redis;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answers in Redis: {@code {"answer":…}} under each answer's key, as an application without Freshet's read side
 * would keep them.
 */
final class AnswerKeys {

    private static final JsonMapper JSON = new JsonMapper();

    private final Redis redis;
    private final Duration life;

    AnswerKeys(Redis redis, Duration life) {
        this.redis = redis;
        this.life = life;
    }

    /** Those of the cache keys whose answers Redis has. */
    Set<String> present(Collection<String> cacheKeys) {
        if (cacheKeys.isEmpty()) {
            return Set.of();
        }
        String[] keys = cacheKeys.stream().map(Question::redisKey).toArray(String[]::new);
        Set<String> found = redis.commands().mget(keys).stream()
                .filter(KeyValue::hasValue)
                .map(KeyValue::getKey)
                .collect(Collectors.toSet());
        return cacheKeys.stream()
                .filter(key -> found.contains(Question.redisKey(key)))
                .collect(Collectors.toSet());
    }

    /** The answer, JSON; whatever else stands under the key is none. */
    Optional<String> find(String cacheKey) {
        return Optional.ofNullable(redis.commands().get(Question.redisKey(cacheKey)))
                .flatMap(AnswerKeys::answer);
    }

    void put(String cacheKey, String answer) {
        redis.commands().set(Question.redisKey(cacheKey), entry(answer), SetArgs.Builder.px(life));
    }

    /** Says whether the key was missing and is there now. */
    boolean putIfAbsent(String cacheKey, String answer) {
        SetArgs absent = SetArgs.Builder.px(life).nx();
        return redis.commands().set(Question.redisKey(cacheKey), entry(answer), absent) != null;
    }

    void remove(String cacheKey) {
        redis.commands().unlink(Question.redisKey(cacheKey));
    }

    private static String entry(String answer) {
        return "{\"answer\":" + answer + "}";
    }

    private static Optional<String> answer(String entry) {
        try {
            return JSON.readTree(entry).optional("answer").map(JsonNode::toString);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
