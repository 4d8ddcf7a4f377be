package dev.freshet.statistics.accesses;

import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;

/** {@code freshet.daily_operation} and {@code freshet.operation}. Takes part in the caller's transaction. Thread-safe. */
public final class OperationTotals {

    static final String TABLE = "freshet.daily_operation";
    static final String OPERATIONS = "freshet.operation";

    private static final String ADD = "INSERT INTO freshet.daily_operation AS d (date, cache, operation, "
            + each(Figure::column) + ", written_from) VALUES (?, ?, ?, " + each(figure -> "?") + ", ?"
            + ") ON CONFLICT (date, cache, operation) DO UPDATE SET "
            + each(figure -> figure.column() + " = d." + figure.column() + " + excluded." + figure.column())
            + ", written_from = least(d.written_from, excluded.written_from), updated_at = now()";

    private final JdbcTemplate jdbc;

    public OperationTotals(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The figures as a list of SQL expressions. */
    private static String each(Function<Figure, String> sql) {
        return Arrays.stream(Figure.values()).map(sql).collect(Collectors.joining(", "));
    }

    public void add(SortedMap<OperationDay, Counts> increments) {
        jdbc.batchUpdate(
                ADD,
                increments.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Object[] row(OperationDay key, Counts counts) {
        List<Object> row = new ArrayList<>(List.of(key.date(), key.cache(), key.operation()));
        Arrays.stream(Figure.values()).map(counts::of).forEach(row::add);
        row.add(time(counts.writtenFrom()));
        return row.toArray();
    }

    /** Typed also where there is none, or the driver could not tell what it is. */
    private static SqlParameterValue time(@Nullable Instant time) {
        return new SqlParameterValue(
                Types.TIMESTAMP_WITH_TIMEZONE, time == null ? null : time.atOffset(ZoneOffset.UTC));
    }

    /** Under one date. */
    SortedMap<OperationDay, Counts> loads() {
        SortedMap<OperationDay, Counts> loads = new TreeMap<>();
        jdbc.query("SELECT cache, operation, loads, load_millis FROM freshet.operation", row -> {
            Counts counts = new Counts();
            counts.add(Figure.LOADS, row.getLong(3));
            counts.add(Figure.LOAD_MILLIS, row.getLong(4));
            loads.put(new OperationDay(LocalDate.EPOCH, row.getString(1), row.getString(2)), counts);
        });
        return loads;
    }

    /** What is known of the operations themselves, whatever the day. */
    void learn(SortedMap<OperationDay, Counts> increments) {
        SortedMap<OperationDay, Counts> news = OperationDay.withoutDate(increments);
        jdbc.batchUpdate(
                """
                INSERT INTO freshet.operation AS o (cache, operation, loads, load_millis) VALUES (?, ?, ?, ?)
                ON CONFLICT (cache, operation) DO UPDATE SET
                    loads = o.loads + excluded.loads,
                    load_millis = o.load_millis + excluded.load_millis
                WHERE excluded.loads <> 0 OR excluded.load_millis <> 0""",
                news.entrySet().stream()
                        .map(entry -> new Object[] {
                            entry.getKey().cache(),
                            entry.getKey().operation(),
                            entry.getValue().of(Figure.LOADS),
                            entry.getValue().of(Figure.LOAD_MILLIS)
                        })
                        .toList());
    }
}
