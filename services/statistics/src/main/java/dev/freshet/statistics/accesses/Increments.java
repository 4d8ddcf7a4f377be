package dev.freshet.statistics.accesses;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What lookups add to the figures. Pure arithmetic: a recount adds up in the same way.
 *
 * @param byOperation sorted by key, the order in which rows are locked
 */
public record Increments(SortedMap<OperationDay, Counts> byOperation) {

    public Increments {
        byOperation = Collections.unmodifiableSortedMap(new TreeMap<>(byOperation));
    }

    static Increments of(Collection<Lookup> lookups, Refills refills) {
        Map<OperationDay, Counts> sums = new HashMap<>();
        lookups.forEach(lookup -> sums.computeIfAbsent(OperationDay.of(lookup.access()), day -> new Counts())
                .count(lookup, refills.isNeedless(lookup)));
        return new Increments(new TreeMap<>(sums));
    }

    /** The same over all caches and operations. */
    public SortedMap<LocalDate, Counts> byDay() {
        SortedMap<LocalDate, Counts> days = new TreeMap<>();
        byOperation.forEach((key, counts) ->
                days.computeIfAbsent(key.date(), day -> new Counts()).add(counts));
        return days;
    }
}
