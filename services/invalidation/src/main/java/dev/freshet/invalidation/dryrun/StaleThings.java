package dev.freshet.invalidation.dryrun;

import dev.freshet.invalidation.changes.Effect;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleCache;
import dev.freshet.rules.StaleKey;
import dev.freshet.rules.StaleTag;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What became stale, in the order in which it did, and by how many changes. Not thread-safe. */
final class StaleThings {

    /** The how-manieth it is, by how many changes, and whether by nothing but the end of its own cache row. */
    private record Causes(int number, long changes, boolean rowAlone) {

        Causes and(Causes more) {
            return new Causes(number, changes + more.changes, rowAlone && more.rowAlone);
        }
    }

    private final RuleSet rules;
    private final Map<Stale, Causes> causes = new LinkedHashMap<>();

    StaleThings(RuleSet rules) {
        this.rules = rules;
    }

    void add(Effect effect) {
        for (Stale stale : effect.stale()) {
            causes.merge(stale, new Causes(causes.size(), 1, isEndOfRow(effect, stale)), Causes::and);
        }
    }

    private boolean isEndOfRow(Effect effect, Stale stale) {
        return stale instanceof StaleKey
                && effect.isEndOfRow(Objects.requireNonNull(rules.caches().get(stale.cache())));
    }

    /** The caches of which anything is stale, in alphabetical order. */
    Set<String> caches() {
        return causes.keySet().stream().map(Stale::cache).collect(Collectors.toCollection(TreeSet::new));
    }

    /** All of a cache, in order. */
    List<Stale> of(String cache) {
        return causes.keySet().stream()
                .filter(stale -> stale.cache().equals(cache))
                .toList();
    }

    long changes(Stale stale) {
        return Objects.requireNonNull(causes.get(stale)).changes();
    }

    boolean isWhole(String cache) {
        return causes.containsKey(new StaleCache(cache));
    }

    List<String> tags(String cache) {
        return of(cache).stream()
                .filter(StaleTag.class::isInstance)
                .map(Stale::tag)
                .toList();
    }

    /** @param rowAlone those that nothing made stale but the end of their row, or the others */
    List<String> keys(String cache, boolean rowAlone) {
        return of(cache).stream()
                .filter(stale -> Objects.requireNonNull(causes.get(stale)).rowAlone() == rowAlone)
                .filter(StaleKey.class::isInstance)
                .map(stale -> ((StaleKey) stale).key())
                .toList();
    }

    /** The first of the reasons that became stale; the first of the cache if a row spells its tags otherwise. */
    Stale firstOf(String cache, Collection<? extends Stale> reasons) {
        return reasons.stream()
                .filter(causes::containsKey)
                .map(Stale.class::cast)
                .min(Comparator.comparingInt(
                        reason -> Objects.requireNonNull(causes.get(reason)).number()))
                .orElseGet(() -> of(cache).get(0));
    }
}
