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
        RowsDefinition rows = Objects.requireNonNull(lectures.rows());
        for (CacheRule rule : rules.caches().values()) {
            if (rule.rows() != null && rule.rows().table().toString().equals(rows.table())) {
                AnswerCache answers = readSide.cache(new CacheDefinition(rule.name(), rows, policy, Map.of()));
                LectureQuestions.by(rule, rule.rows())
                        .ifPresent(questions -> caches.put(rule.name(), new GatewayCache(answers, questions, true)));
            } else if (rule.keys() != null) {
                AnswerCache answers = readSide.cache(new CacheDefinition(rule.name(), null, policy, Map.of()));
                caches.put(rule.name(), new GatewayCache(answers, new KeyQuestions(rule, rule.keys()), false));
            }
        }
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
                        ? "cache %s is not served here: it has no Redis keys, or its tags or keys are made of what no lookup tells; these are: %s"
                                .formatted(name, known)
                        : "there is no cache %s; there are: %s".formatted(name, known));
    }
}
