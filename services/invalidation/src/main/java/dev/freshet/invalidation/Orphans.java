package dev.freshet.invalidation;

import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.keys.RedisKeys;
import dev.freshet.invalidation.rows.StaleRows;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keys that nothing made stale but the end of their cache row: a row removed by anyone, mostly our own removal coming back
 * as a change. Somebody may refill at any moment, and the new row's key must stay. So first the values are looked at, then
 * the rows: a value seen before its row was found missing belongs to no row, and it is removed only while it is still the
 * same. A key that is not there is left alone: whoever sets it now has read a later state.
 *
 * @param refilled keys whose row is there again: nothing of them is stale
 * @param left the others that have a value, with its fingerprint
 * @param all both, and those without a value
 */
record Orphans(Set<StaleKey> all, Set<StaleKey> refilled, Map<StaleKey, String> left) {

    /** Those among the effects. To be asked once the deletes are visible. */
    static Orphans among(List<Effect> effects, RuleSet rules, StaleRows rows, RedisKeys keys) {
        Set<StaleKey> all = madeStaleByTheirRowAlone(effects, rules);
        Map<String, String> values =
                keys.fingerprints(all.stream().map(StaleKey::key).collect(Collectors.toSet()));
        Set<StaleKey> refilled = all.stream().collect(Collectors.groupingBy(StaleKey::cache)).entrySet().stream()
                .flatMap(entry -> present(cache(rules, entry.getKey()), entry.getValue(), rows).stream())
                .collect(Collectors.toSet());
        Map<StaleKey, String> left = all.stream()
                .filter(key -> values.containsKey(key.key()) && !refilled.contains(key))
                .collect(Collectors.toMap(key -> key, key -> Objects.requireNonNull(values.get(key.key()))));
        return new Orphans(all, refilled, left);
    }

    /** The fingerprints of a cache's keys that are to go, by key. */
    Map<String, String> leftOf(String cache) {
        return left.entrySet().stream()
                .filter(entry -> entry.getKey().cache().equals(cache))
                .collect(Collectors.toMap(entry -> entry.getKey().key(), Map.Entry::getValue));
    }

    /** Those of a cache's stale keys that something else made stale. */
    List<String> others(String cache, List<String> keys) {
        return keys.stream()
                .filter(key -> !all.contains(new StaleKey(cache, key)))
                .toList();
    }

    private static Set<StaleKey> madeStaleByTheirRowAlone(List<Effect> effects, RuleSet rules) {
        Map<StaleKey, Boolean> byRowAlone = new HashMap<>();
        for (Effect effect : effects) {
            for (Stale stale : effect.stale()) {
                if (stale instanceof StaleKey key) {
                    byRowAlone.merge(key, effect.isEndOfRow(cache(rules, key.cache())), Boolean::logicalAnd);
                }
            }
        }
        return byRowAlone.keySet().stream().filter(byRowAlone::get).collect(Collectors.toSet());
    }

    private static Set<StaleKey> present(CacheRule cache, List<StaleKey> keys, StaleRows rows) {
        Set<StaleKey> present = new HashSet<>();
        rows.present(cache, keys.stream().map(StaleKey::key).toList())
                .forEach(key -> present.add(new StaleKey(cache.name(), key)));
        return present;
    }

    private static CacheRule cache(RuleSet rules, String name) {
        return Objects.requireNonNull(rules.caches().get(name), name);
    }
}
