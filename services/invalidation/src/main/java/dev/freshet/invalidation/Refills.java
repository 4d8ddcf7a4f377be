package dev.freshet.invalidation;

import dev.freshet.events.Invalidation;
import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.rows.StaleRows;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.Operation;
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
 * Keys that a deleted cache row made stale although the row is there again: mostly our own removal coming back as a change,
 * after somebody has refilled. Such a key belongs to the new row.
 */
record Refills(RuleSet rules, StaleRows rows) {

    /** Those among the effects. To be asked once the deletes are visible. */
    Set<Stale> among(List<Effect> effects) {
        Map<StaleKey, Boolean> byRowAlone = new HashMap<>();
        for (Effect effect : effects) {
            for (Stale stale : effect.stale()) {
                if (stale instanceof StaleKey key) {
                    byRowAlone.merge(key, isDeletedRow(effect, key), Boolean::logicalAnd);
                }
            }
        }
        return byRowAlone.keySet().stream()
                .filter(byRowAlone::get)
                .collect(Collectors.groupingBy(StaleKey::cache))
                .entrySet()
                .stream()
                .flatMap(entry -> present(entry.getKey(), entry.getValue()).stream())
                .collect(Collectors.toSet());
    }

    private boolean isDeletedRow(Effect effect, StaleKey key) {
        Invalidation.Change change = effect.cause().change();
        CacheRule cache = rules.caches().get(key.cache());
        return change != null
                && change.operation().equals(Operation.DELETE.word())
                && cache != null
                && cache.rows() != null
                && change.table().equals(cache.rows().table().toString());
    }

    private Set<Stale> present(String cache, List<StaleKey> keys) {
        CacheRule rule = Objects.requireNonNull(rules.caches().get(cache));
        Set<Stale> present = new HashSet<>();
        rows.present(rule, keys.stream().map(StaleKey::key).toList())
                .forEach(key -> present.add(new StaleKey(cache, key)));
        return present;
    }
}
