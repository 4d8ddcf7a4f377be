package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What lookups are counted by.
 *
 * @param date the UTC day of the lookup's own time
 * @param operation empty where the cache knows none
 */
public record OperationDay(LocalDate date, String cache, String operation) implements Comparable<OperationDay> {

    private static final Comparator<OperationDay> ORDER = Comparator.comparing(OperationDay::date)
            .thenComparing(OperationDay::cache)
            .thenComparing(OperationDay::operation);

    public static OperationDay of(Access access) {
        return new OperationDay(
                LocalDate.ofInstant(access.time(), ZoneOffset.UTC),
                access.cache(),
                access.operation() == null ? "" : access.operation());
    }

    /** The same over all days, under one date. */
    static SortedMap<OperationDay, Counts> withoutDate(SortedMap<OperationDay, Counts> increments) {
        SortedMap<OperationDay, Counts> sums = new TreeMap<>();
        increments.forEach((key, counts) ->
                sums.computeIfAbsent(key.ever(), any -> new Counts()).add(counts));
        return sums;
    }

    /** The same over all days, under one date. */
    public OperationDay ever() {
        return new OperationDay(LocalDate.EPOCH, cache, operation);
    }

    @Override
    public String toString() {
        return date + " " + cache + (operation.isEmpty() ? "" : " " + operation);
    }

    @Override
    public int compareTo(OperationDay other) {
        return ORDER.compare(this, other);
    }
}
