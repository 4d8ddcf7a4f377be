package dev.freshet.statistics.daily;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.transaction.support.TransactionOperations;

/** Puts the figures of each day together. Thread-safe. */
final class DailyFigures {

    private final DailyOperations operations;
    private final DailyInvalidations invalidations;
    private final TransactionOperations snapshot;

    /**
     * @param snapshot transactions in which both queries see the same state
     */
    DailyFigures(DailyOperations operations, DailyInvalidations invalidations, TransactionOperations snapshot) {
        this.operations = operations;
        this.invalidations = invalidations;
        this.snapshot = snapshot;
    }

    /**
     * The days with traffic, in order. Traffic is a request, or an invalidation where the question is not for one
     * operation.
     */
    List<Day> answer(Question question) {
        List<Day> days = snapshot.execute(status -> question.operation() == null ? all(question) : requests(question));
        return days == null ? List.of() : days;
    }

    private List<Day> requests(Question question) {
        return accesses(question).values().stream()
                .map(accesses -> Day.of(accesses, null))
                .toList();
    }

    private List<Day> all(Question question) {
        Map<LocalDate, Accesses> accesses = accesses(question);
        Map<LocalDate, Removed> removed = removed(question);
        SortedSet<LocalDate> dates = new TreeSet<>(accesses.keySet());
        dates.addAll(removed.keySet());
        return dates.stream()
                .map(date -> Day.of(
                        accesses.getOrDefault(date, Accesses.none(date)),
                        removed.getOrDefault(date, Removed.none(date))))
                .toList();
    }

    private SortedMap<LocalDate, Accesses> accesses(Question question) {
        SortedMap<LocalDate, Accesses> byDate = new TreeMap<>();
        operations
                .byDay(question.from(), question.to(), question.cache(), question.operation())
                .forEach(day -> byDate.put(day.date(), day));
        return byDate;
    }

    private Map<LocalDate, Removed> removed(Question question) {
        Map<LocalDate, Removed> byDate = new HashMap<>();
        invalidations
                .byDay(question.from(), question.to(), question.cache())
                .forEach(day -> byDate.put(day.date(), day));
        return byDate;
    }
}
