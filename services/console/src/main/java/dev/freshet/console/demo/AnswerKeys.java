package dev.freshet.console.demo;

import dev.freshet.console.redis.Redis;
import io.lettuce.core.KeyValue;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The answers' keys in Redis, as the page shows them. */
final class AnswerKeys {

    private final Redis redis;

    AnswerKeys(Redis redis) {
        this.redis = redis;
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
}
