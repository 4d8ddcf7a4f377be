package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What lookups add to the figures. Pure arithmetic: a recount adds up in the same way.
 *
 * @param byOperation sorted by key, the order in which rows are locked
 */
record Increments(SortedMap<OperationDay, Counts> byOperation) {

    Increments {
        byOperation = Collections.unmodifiableSortedMap(new TreeMap<>(byOperation));
    }

    static Increments of(Collection<Access> accesses) {
        SortedMap<OperationDay, Counts> sums = new TreeMap<>();
        accesses.forEach(access -> sums.merge(OperationDay.of(access), Counts.of(access), Counts::plus));
        return new Increments(sums);
    }

    /** The same over all caches and operations. */
    SortedMap<LocalDate, Counts> byDay() {
        SortedMap<LocalDate, Counts> days = new TreeMap<>();
        byOperation.forEach((key, counts) -> days.merge(key.date(), counts, Counts::plus));
        return days;
    }
}
