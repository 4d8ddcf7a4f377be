package dev.freshet.statistics.accesses;

import dev.freshet.statistics.folding.Tables;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** The daily figures as they are stored, to be compared and corrected. Takes part in the caller's transaction. Thread-safe. */
public final class StoredAccesses {

    private final JdbcTemplate jdbc;

    public StoredAccesses(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** All of these days, both ends included. */
    public SortedMap<OperationDay, Counts> read(LocalDate from, LocalDate to) {
        SortedMap<OperationDay, Counts> stored = new TreeMap<>();
        jdbc.query(
                "SELECT date, cache, operation, "
                        + Arrays.stream(Figure.values()).map(Figure::column).collect(Collectors.joining(", "))
                        + " FROM " + OperationTotals.TABLE + " WHERE date BETWEEN ? AND ?",
                row -> {
                    Counts counts = new Counts();
                    for (Figure figure : Figure.values()) {
                        counts.add(figure, row.getLong(figure.column()));
                    }
                    stored.put(
                            new OperationDay(row.getObject(1, LocalDate.class), row.getString(2), row.getString(3)),
                            counts);
                },
                from,
                to);
        return stored;
    }

    /** Adds what is missing, and takes away what was too much. */
    public void correct(LocalDate from, LocalDate to, SortedMap<OperationDay, Counts> missing) {
        new OperationTotals(jdbc).add(missing);
        removeEmpty(OperationTotals.TABLE, from, to);
        if (new Tables(jdbc).exists(CacheStats.TABLE)) {
            new CacheStats(jdbc).add(new Increments(missing).byDay());
            removeEmpty(CacheStats.TABLE, from, to);
        }
    }

    private void removeEmpty(String table, LocalDate from, LocalDate to) {
        jdbc.update("DELETE FROM " + table + " WHERE date BETWEEN ? AND ? AND total_requests = 0", from, to);
    }
}
