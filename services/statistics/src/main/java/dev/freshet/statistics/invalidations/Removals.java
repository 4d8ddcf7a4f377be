package dev.freshet.statistics.invalidations;

import dev.freshet.events.Invalidation;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Invalidations added up. */
record Removals(long invalidations, long rowsDeleted, long keysRemoved) {

    static Removals of(Invalidation invalidation) {
        return new Removals(1, invalidation.rowsDeleted(), invalidation.keysRemoved());
    }

    /** Sorted by key, the order in which rows are locked. Pure arithmetic: a recount adds up in the same way. */
    static SortedMap<CacheDay, Removals> byCacheAndDay(Collection<Invalidation> invalidations) {
        SortedMap<CacheDay, Removals> sums = new TreeMap<>();
        invalidations.forEach(one -> sums.merge(CacheDay.of(one), of(one), Removals::plus));
        return sums;
    }

    Removals plus(Removals other) {
        return new Removals(
                invalidations + other.invalidations,
                Math.addExact(rowsDeleted, other.rowsDeleted),
                Math.addExact(keysRemoved, other.keysRemoved));
    }
}
