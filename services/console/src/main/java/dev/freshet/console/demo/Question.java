package dev.freshet.console.demo;

import dev.freshet.cache.LectureCache;
import dev.freshet.cache.keys.CacheKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One thing that can be asked of the model.
 *
 * @param lectures what the answer is about, sorted as text, each once
 * @param params by name; whole numbers, booleans, and text without control characters
 */
record Question(Operation operation, List<UUID> lectures, Map<String, Object> params) {

    Question {
        lectures = lectures.stream()
                .distinct()
                .sorted(Comparator.comparing(UUID::toString))
                .toList();
        params = new TreeMap<>(params);
    }

    /** The same, as the read side asks it. */
    dev.freshet.cache.Question asked() {
        return LectureCache.question(operation.name(), lectures, params);
    }

    /** The name of its answer. */
    String cacheKey() {
        return asked().key();
    }

    /** The parameters in RFC 8785 form. */
    String canonicalParams() {
        return CacheKey.canonical(params);
    }

    /** The Redis key of an answer, as the rules of the lectures pack form it. */
    static String redisKey(String cacheKey) {
        return "ai:response:" + cacheKey;
    }
}
