package dev.freshet.invalidation.gate;

import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.changes.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Holds a batch back until everyone can see its changes. PostgreSQL sends a change when its commit is flushed, which is
 * before other sessions see the row: removed at once, an entry could be filled from the old row again, for good.
 * Thread-safe.
 */
public final class VisibilityGate {

    private final Primary primary;
    private final GateSettings settings;
    private final Consumer<Duration> waited;

    /**
     * A gate on one primary.
     *
     * @param waited told after every batch how long it was held back
     */
    public VisibilityGate(DataSource primary, GateSettings settings, Consumer<Duration> waited) {
        this.primary = new Primary(primary);
        this.settings = settings;
        this.waited = waited;
    }

    /**
     * Blocks until every transaction is visible on the primary.
     *
     * @return the effects; one whose change the primary has not made (a gap: who knows what else is missing) with all
     *     that it could have touched
     * @throws NotVisibleException if one is hidden for longer than the settings' patience
     */
    public List<Effect> pass(List<Effect> effects) {
        Set<String> ids = transactionIds(effects);
        if (effects.stream().map(Effect::provenance).allMatch(Objects::isNull)) {
            return effects;
        }
        long begin = System.nanoTime();
        long deadline = begin + settings.patience().toNanos();
        long pause = settings.first().toNanos();
        while (true) {
            Primary.View view = primary.view(ids);
            List<String> awaited = awaited(effects, view);
            if (awaited.isEmpty()) {
                waited.accept(Duration.ofNanos(System.nanoTime() - begin));
                return effects.stream().map(effect -> judged(effect, view)).toList();
            }
            if (System.nanoTime() > deadline) {
                throw new NotVisibleException("not visible after " + settings.patience() + ": transactions " + awaited);
            }
            rest(pause);
            pause = Math.min(pause * 2, settings.longest().toNanos());
        }
    }

    private static Set<String> transactionIds(List<Effect> effects) {
        return effects.stream()
                .map(Effect::provenance)
                .filter(Objects::nonNull)
                .map(Provenance::transactionId)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Those of this primary alone: another's would be awaited for ever. */
    private static List<String> awaited(List<Effect> effects, Primary.View view) {
        if (view.hidden().isEmpty()) {
            return List.of();
        }
        List<String> awaited = new ArrayList<>();
        for (Effect effect : effects) {
            Provenance provenance = effect.stale().isEmpty() ? null : effect.provenance();
            if (provenance != null && view.made(provenance) && view.hidden().contains(provenance.transactionId())) {
                awaited.add(provenance.transactionId());
            }
        }
        return awaited.stream().distinct().toList();
    }

    private static Effect judged(Effect effect, Primary.View view) {
        Provenance provenance = effect.provenance();
        return provenance == null || view.made(provenance) ? effect : effect.widened();
    }

    private static void rest(long nanos) {
        LockSupport.parkNanos(nanos);
        if (Thread.currentThread().isInterrupted()) {
            throw new NotVisibleException("interrupted while waiting for a change to become visible");
        }
    }
}
