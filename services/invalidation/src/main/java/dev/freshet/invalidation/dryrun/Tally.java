package dev.freshet.invalidation.dryrun;

import dev.freshet.invalidation.changes.Effect;
import dev.freshet.rules.TableName;
import org.jspecify.annotations.Nullable;

/** Counts the changes of one table. Not thread-safe. */
final class Tally {

    private long changes;
    private long effective;
    private long unreadable;

    void add(Effect effect) {
        changes++;
        effective += effect.stale().isEmpty() ? 0 : 1;
        unreadable += effect.poison() == null ? 0 : 1;
    }

    /** @param tally null when nothing is recorded of the table */
    static Forecast.Source of(TableName table, @Nullable Tally tally) {
        return tally == null
                ? new Forecast.Source(table.toString(), false, 0, 0, 0)
                : new Forecast.Source(table.toString(), true, tally.changes, tally.effective, tally.unreadable);
    }
}
