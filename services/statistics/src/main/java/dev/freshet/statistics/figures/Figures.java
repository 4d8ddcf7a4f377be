package dev.freshet.statistics.figures;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Asks for figures. Plain SQL, of which a test looks at the plans. Thread-safe. */
public final class Figures {

    private static final String FROM = " FROM freshet.operation_figures ";

    private final JdbcTemplate jdbc;
    private final TransactionOperations snapshot;

    /**
     * @param snapshot transactions in which all queries see the same state
     */
    public Figures(JdbcTemplate jdbc, TransactionOperations snapshot) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
    }

    /** The days with requests, in order: those that get_cache_stats lists. What was removed on others is in the summary. */
    List<Day> days(Filter filter) {
        return Objects.requireNonNull(snapshot.execute(status -> {
            Map<LocalDate, Removed.Sum> removed = filter.operation() == null ? removedByDay(filter) : Map.of();
            Removed none = filter.operation() == null ? Removed.NONE : null;
            return requestsByDay(filter).entrySet().stream()
                    .map(day -> new Day(day.getKey(), day.getValue(), removed(removed.get(day.getKey()), none)))
                    .toList();
        }));
    }

    /** All days together. */
    Summary summary(Filter filter, String currency) {
        return Objects.requireNonNull(snapshot.execute(status -> {
            Requests requests = Objects.requireNonNull(jdbc.queryForObject(
                    "SELECT " + Requests.SUMS + FROM + filter.where(),
                    (row, number) -> Requests.of(row),
                    filter.values()));
            Removed removed = filter.operation() == null ? removed(filter) : null;
            return new Summary(filter.days().from(), filter.days().to(), currency, requests, removed);
        }));
    }

    /** Days and their sum as lines of text. */
    public List<String> table(Filter filter, String currency) {
        return Table.of(days(filter), summary(filter, currency));
    }

    /** By cache and operation, those with the most requests first. */
    List<OperationSum> operations(Filter filter, int limit, long offset) {
        return jdbc.query(
                "SELECT cache, operation, " + Requests.SUMS + FROM + filter.where()
                        + " GROUP BY cache, operation ORDER BY sum(total_requests) DESC, cache, operation LIMIT ? OFFSET ?",
                (row, number) -> new OperationSum(row.getString("cache"), row.getString("operation"), Requests.of(row)),
                filter.values(limit, offset));
    }

    private static @Nullable Removed removed(Removed.@Nullable Sum sum, @Nullable Removed none) {
        return sum == null ? none : sum.removed();
    }

    private SortedMap<LocalDate, Requests> requestsByDay(Filter filter) {
        SortedMap<LocalDate, Requests> byDate = new TreeMap<>();
        jdbc.query(
                "SELECT date, " + Requests.SUMS + FROM + filter.where() + " GROUP BY date",
                row -> {
                    byDate.put(row.getObject("date", LocalDate.class), Requests.of(row));
                },
                filter.values());
        return byDate;
    }

    private Map<LocalDate, Removed.Sum> removedByDay(Filter filter) {
        Map<LocalDate, Removed.Sum> byDate = new HashMap<>();
        Filter its = filter.withoutOperation();
        jdbc.query(
                "SELECT date, invalidations, rows_deleted, keys_removed, latency FROM freshet.daily_invalidation "
                        + its.where(),
                row -> {
                    byDate.computeIfAbsent(row.getObject("date", LocalDate.class), date -> new Removed.Sum())
                            .add(row.getLong(2), row.getLong(3), row.getLong(4), row.getBytes(5));
                },
                its.values());
        return byDate;
    }

    private Removed removed(Filter filter) {
        Removed.Sum sum = new Removed.Sum();
        Filter its = filter.withoutOperation();
        jdbc.query(
                "SELECT invalidations, rows_deleted, keys_removed, latency FROM freshet.daily_invalidation "
                        + its.where(),
                row -> {
                    sum.add(row.getLong(1), row.getLong(2), row.getLong(3), row.getBytes(4));
                },
                its.values());
        return sum.removed();
    }
}
