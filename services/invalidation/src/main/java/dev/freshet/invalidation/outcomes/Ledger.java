package dev.freshet.invalidation.outcomes;

import dev.freshet.events.Invalidation;
import dev.freshet.invalidation.changes.Effect;
import dev.freshet.rules.Stale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a batch makes stale, each thing once, and the outcomes that tell of it, one per record and tag. What is removed is
 * booked on the first outcome that it belongs to. Confined to the thread of its batch.
 */
public final class Ledger {

    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<Stale, Integer> first = new LinkedHashMap<>();

    /** @param effects in the order of the batch */
    public Ledger(List<Effect> effects) {
        for (Effect effect : effects) {
            for (Stale stale : effect.stale()) {
                first.putIfAbsent(stale, outcomes.size());
                outcomes.add(new Outcome(effect.cause(), stale));
            }
        }
    }

    /** In the order of the batch. */
    public Set<Stale> stale() {
        return Collections.unmodifiableSet(first.keySet());
    }

    /** Books a removed row on the first outcome of what it depended on. */
    public void rowRemoved(Collection<? extends Stale> reasons) {
        outcome(reasons).rowRemoved();
    }

    /** Books a removed key. */
    public void keyRemoved(Collection<? extends Stale> reasons) {
        outcome(reasons).keyRemoved();
    }

    /** In the order of the batch. */
    public List<Invalidation> events(Instant appliedAt) {
        return outcomes.stream().map(outcome -> outcome.event(appliedAt)).toList();
    }

    /** A row found by a spelling that is not its own (a command with a UUID in capitals) falls to the first of all. */
    private Outcome outcome(Collection<? extends Stale> reasons) {
        return outcomes.get(reasons.stream()
                .map(first::get)
                .filter(Objects::nonNull)
                .min(Integer::compare)
                .orElse(0));
    }
}
