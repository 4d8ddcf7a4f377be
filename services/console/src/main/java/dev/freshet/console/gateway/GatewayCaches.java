package dev.freshet.console.gateway;

import dev.freshet.cache.AnswerCache;
import dev.freshet.cache.CacheDefinition;
import dev.freshet.cache.LectureCache;
import dev.freshet.cache.Policy;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.rows.RowsDefinition;
import dev.freshet.console.problem.Problem;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The caches that the gateway serves: answers about lectures with rows and keys, every other cache that has keys with
 * these alone, for the rules do not say where in a row its answer is.
 */
final class GatewayCaches {

    private final RuleSet rules;
    private final Map<String, GatewayCache> caches = new TreeMap<>();

    GatewayCaches(RuleSet rules, ReadSide readSide, Policy policy) {
        this.rules = rules;
        CacheDefinition lectures = LectureCache.definition(policy, Map.of());
        for (CacheRule rule : rules.caches().values()) {
            if (isAboutLectures(rule, Objects.requireNonNull(lectures.rows()))) {
                AnswerCache answers =
                        readSide.cache(new CacheDefinition(rule.name(), lectures.rows(), policy, Map.of()));
                caches.put(rule.name(), new GatewayCache(answers, new LectureQuestions(), true));
            } else if (rule.keys() != null) {
                AnswerCache answers = readSide.cache(new CacheDefinition(rule.name(), null, policy, Map.of()));
                caches.put(rule.name(), new GatewayCache(answers, new KeyQuestions(rule, rule.keys()), false));
            }
        }
    }

    private static boolean isAboutLectures(CacheRule rule, RowsDefinition lectures) {
        return rule.rows() != null && rule.rows().table().toString().equals(lectures.table());
    }

    /** @throws Problem if it is not served here */
    GatewayCache named(String name) {
        GatewayCache cache = caches.get(name);
        if (cache != null) {
            return cache;
        }
        String known = String.join(", ", caches.keySet());
        throw Problem.missing(
                "cache",
                rules.caches().containsKey(name)
                        ? "cache %s has no Redis keys, so it is not served here; these are: %s".formatted(name, known)
                        : "there is no cache %s; there are: %s".formatted(name, known));
    }
}
