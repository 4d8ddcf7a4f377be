package dev.freshet.invalidation.outcomes;

import dev.freshet.events.Invalidation;
import dev.freshet.invalidation.changes.Cause;
import dev.freshet.rules.Stale;
import java.time.Instant;

/** What one record did for one tag. Counts up while rows and keys are removed; confined to the thread of its batch. */
final class Outcome {

    private final Cause cause;
    private final Stale stale;
    private long rows;
    private long keys;

    Outcome(Cause cause, Stale stale) {
        this.cause = cause;
        this.stale = stale;
    }

    void rowRemoved() {
        rows++;
    }

    void keyRemoved() {
        keys++;
    }

    Invalidation event(Instant appliedAt) {
        return new Invalidation(
                cause.origin().outcomeId(stale.tag()),
                stale.cache(),
                stale.tag(),
                cause.change(),
                cause.command(),
                rows,
                keys,
                appliedAt);
    }
}
