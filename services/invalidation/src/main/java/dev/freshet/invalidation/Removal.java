package dev.freshet.invalidation;

import dev.freshet.cache.control.Fences;
import dev.freshet.events.Invalidation;
import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.changes.Poison;
import dev.freshet.invalidation.gate.VisibilityGate;
import dev.freshet.invalidation.keys.RedisKeys;
import dev.freshet.invalidation.outcomes.Ledger;
import dev.freshet.invalidation.outcomes.OutcomePublisher;
import dev.freshet.invalidation.rows.Row;
import dev.freshet.invalidation.rows.StaleRows;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Removes what a batch made stale. The order is the protocol: what is visible to all → fences → rows → keys → outcomes →
 * rows committed. Every step may be repeated, and a repeat tells the same outcomes. Thread-safe.
 */
final class Removal {

    private final RuleSet rules;
    private final VisibilityGate gate;
    private final Fences fences;
    private final Duration fenceLife;
    private final Tiers tiers;
    private final OutcomePublisher publisher;
    private final Clock clock;

    /** Where entries are. */
    record Tiers(TransactionOperations transaction, StaleRows rows, RedisKeys keys) {}

    Removal(
            RuleSet rules,
            VisibilityGate gate,
            Fences fences,
            Duration fenceLife,
            Tiers tiers,
            OutcomePublisher publisher,
            Clock clock) {
        this.rules = rules;
        this.gate = gate;
        this.fences = fences;
        this.fenceLife = fenceLife;
        this.tiers = tiers;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** What was done, and where. */
    record Done(List<Invalidation> outcomes, int parked, @Nullable String server) {}

    /**
     * Blocks until all is done, or throws and is to be called again with the same.
     *
     * @param effects in the order of the batch
     */
    Done apply(List<Effect> effects) {
        List<Effect> visible = gate.pass(effects);
        List<Poison> poison =
                visible.stream().map(Effect::poison).filter(Objects::nonNull).toList();
        Ledger ledger = new Ledger(visible);
        if (ledger.stale().isEmpty()) {
            publisher.publish(List.of(), poison);
            return new Done(List.of(), poison.size(), null);
        }
        Set<Stale> stale = new LinkedHashSet<>(ledger.stale());
        Orphans orphans = Orphans.among(visible, rules, tiers.rows(), tiers.keys());
        stale.removeAll(orphans.refilled());
        Map<String, Targets> targets = Targets.byCache(stale);
        Set<String> transactions = transactions(visible);
        String server = raise(targets);
        List<Invalidation> outcomes = Objects.requireNonNull(tiers.transaction().execute(status -> {
            targets.forEach((cache, its) ->
                    remove(Objects.requireNonNull(rules.caches().get(cache)), its, orphans, transactions, ledger));
            List<Invalidation> told = ledger.events(clock.instant());
            publisher.publish(told, poison);
            return told;
        }));
        return new Done(outcomes, poison.size(), server);
    }

    private static Set<String> transactions(List<Effect> effects) {
        return effects.stream()
                .map(Effect::provenance)
                .filter(provenance ->
                        provenance != null && !provenance.transactionId().isEmpty())
                .map(provenance -> Objects.requireNonNull(provenance).transactionId())
                .collect(Collectors.toSet());
    }

    private String raise(Map<String, Targets> targets) {
        List<String> tags = targets.values().stream()
                .flatMap(stale -> stale.fences().stream())
                .toList();
        List<String> epochs = targets.entrySet().stream()
                .filter(entry -> entry.getValue().everything())
                .map(Map.Entry::getKey)
                .toList();
        return fences.raise(tags, fenceLife, epochs);
    }

    private void remove(CacheRule cache, Targets stale, Orphans orphans, Set<String> transactions, Ledger ledger) {
        List<String> keys = orphans.others(cache.name(), stale.keys());
        if (stale.everything()) {
            tiers.rows().deleteAll(cache, removed -> removeRows(removed, ledger));
        } else {
            tiers.rows().delete(cache, stale.tags(), keys, removed -> removeRows(removed, ledger));
            tiers.rows().findWritten(cache, stale.tags(), transactions, written -> removeKeys(written, ledger));
        }
        Stream.concat(
                        tiers.keys().remove(keys).stream(),
                        tiers.keys().removeUnchanged(orphans.leftOf(cache.name())).stream())
                .forEach(key -> ledger.keyRemoved(List.of(new StaleKey(cache.name(), key))));
    }

    private void removeRows(List<Row> rows, Ledger ledger) {
        rows.forEach(row -> ledger.rowRemoved(row.reasons()));
        removeKeys(rows, ledger);
    }

    private void removeKeys(List<Row> rows, Ledger ledger) {
        Map<String, Row> byKey = new HashMap<>();
        rows.forEach(row -> row.keys().forEach(key -> byKey.put(key, row)));
        tiers.keys()
                .remove(byKey.keySet())
                .forEach(key ->
                        ledger.keyRemoved(Objects.requireNonNull(byKey.get(key)).reasons()));
    }
}
