package dev.freshet.statistics.accesses;

import dev.freshet.statistics.folding.Tables;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.SortedSet;
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
                        + ", written_from FROM " + OperationTotals.TABLE + " WHERE date BETWEEN ? AND ?",
                row -> {
                    Counts counts = new Counts();
                    for (Figure figure : Figure.values()) {
                        counts.add(figure, row.getLong(figure.column()));
                    }
                    OffsetDateTime written = row.getObject("written_from", OffsetDateTime.class);
                    counts.writtenFrom(written == null ? null : written.toInstant());
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
        jdbc.update(
                "DELETE FROM " + OperationTotals.TABLE + " WHERE date BETWEEN ? AND ? AND total_requests = 0",
                from,
                to);
    }

    /** Of each of these days; empty where there is no such table. */
    public SortedMap<LocalDate, CacheStats.Day> cacheStats(SortedSet<LocalDate> dates) {
        return hasCacheStats() ? new CacheStats(jdbc).read(dates) : new TreeMap<>();
    }

    public void replaceCacheStats(SortedMap<LocalDate, CacheStats.Day> days) {
        if (!days.isEmpty()) {
            jdbc.execute("SET LOCAL lock_timeout = '10s'"); // the consumers wait for us
            new CacheStats(jdbc).set(days);
        }
    }

    private boolean hasCacheStats() {
        return new Tables(jdbc).exists(CacheStats.TABLE);
    }

    /** Loads and how long they took, over all days that were ever counted. */
    public SortedMap<OperationDay, Counts> loads() {
        return new OperationTotals(jdbc).loads();
    }

    /** Adds what is missing to {@link #loads}. */
    public void correctLoads(SortedMap<OperationDay, Counts> missing) {
        new OperationTotals(jdbc).learn(missing);
    }
}
