package dev.freshet.statistics.invalidations;

import dev.freshet.events.Invalidation;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Invalidations added up. Not thread-safe. */
public final class Removals {

    /** Beyond it a time is a mistake, and a difference of them could not be counted. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private long invalidations;
    private long rowsDeleted;
    private long keysRemoved;
    private final Latency latency = new Latency();

    /** Sorted by key, the order in which rows are locked. Pure arithmetic: a recount adds up in the same way. */
    static SortedMap<CacheDay, Removals> byCacheAndDay(Collection<Invalidation> invalidations) {
        SortedMap<CacheDay, Removals> sums = new TreeMap<>();
        invalidations.forEach(one ->
                sums.computeIfAbsent(CacheDay.of(one), day -> new Removals()).count(one));
        return sums;
    }

    /** As they were stored. */
    static Removals stored(long invalidations, long rowsDeleted, long keysRemoved, Latency latency) {
        Removals removals = new Removals();
        removals.invalidations = invalidations;
        removals.rowsDeleted = rowsDeleted;
        removals.keysRemoved = keysRemoved;
        removals.latency.add(latency);
        return removals;
    }

    public void count(Invalidation one) {
        invalidations++;
        rowsDeleted = Math.addExact(rowsDeleted, one.rowsDeleted());
        keysRemoved = Math.addExact(keysRemoved, one.keysRemoved());
        Invalidation.Change change = one.change();
        if (change != null
                && change.commitTime() != null
                && Duration.between(change.commitTime(), one.appliedAt()).abs().compareTo(LONGEST) < 0) {
            latency.add(change.commitTime(), one.appliedAt());
        }
    }

    public long invalidations() {
        return invalidations;
    }

    public long rowsDeleted() {
        return rowsDeleted;
    }

    public long keysRemoved() {
        return keysRemoved;
    }

    /** From commit to removal, of those that a change caused at a known time. */
    public Latency latency() {
        return latency;
    }
}
