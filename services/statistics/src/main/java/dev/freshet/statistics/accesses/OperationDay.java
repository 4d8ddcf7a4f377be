package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;

/**
 * What lookups are counted by.
 *
 * @param date the UTC day of the lookup's own time
 * @param operation empty where the cache knows none
 */
record OperationDay(LocalDate date, String cache, String operation) implements Comparable<OperationDay> {

    private static final Comparator<OperationDay> ORDER = Comparator.comparing(OperationDay::date)
            .thenComparing(OperationDay::cache)
            .thenComparing(OperationDay::operation);

    static OperationDay of(Access access) {
        return new OperationDay(
                LocalDate.ofInstant(access.time(), ZoneOffset.UTC),
                access.cache(),
                access.operation() == null ? "" : access.operation());
    }

    @Override
    public int compareTo(OperationDay other) {
        return ORDER.compare(this, other);
    }
}
