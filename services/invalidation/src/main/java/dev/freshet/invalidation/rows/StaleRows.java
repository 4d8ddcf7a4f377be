package dev.freshet.invalidation.rows;

import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.Template;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * Removes stale rows from cache tables; rows that are fresh stay. Takes part in the caller's transaction, and needs one:
 * only then the rows arrive in portions, so that memory stays constant however many there are. Thread-safe.
 */
public final class StaleRows {

    private static final int PORTION = 1000;

    private final JdbcTemplate database;
    private final Catalogue catalogue;

    public StaleRows(DataSource database) {
        this(new JdbcTemplate(database), true);
    }

    private StaleRows(JdbcTemplate database, boolean removes) {
        this.database = database;
        this.catalogue = new Catalogue(database, removes);
    }

    /** For those who only look, and may have no right to remove anything. */
    public static StaleRows readOnly(DataSource database) {
        return new StaleRows(new JdbcTemplate(database), false);
    }

    /**
     * Removes the stale rows that carry one of the tags or keys.
     *
     * @param removed takes what they carried, in portions, while the statement still runs
     */
    public void delete(CacheRule cache, Collection<String> tags, Collection<String> keys, Consumer<List<Row>> removed) {
        RowsRule rows = cache.rows();
        if (rows == null) {
            return;
        }
        CacheTable table = catalogue.table(cache, rows);
        rows.tags().forEach(template -> deleteCarriers(table, template, tags, removed));
        Template template = cache.keys();
        if (template != null) {
            deleteCarriers(table, template, keys, removed);
        }
    }

    /** Removes every stale row. */
    public void deleteAll(CacheRule cache, Consumer<List<Row>> removed) {
        RowsRule rows = cache.rows();
        if (rows != null) {
            CacheTable table = catalogue.table(cache, rows);
            run(table, table.deleteAll(), List.of(), removed);
        }
    }

    /**
     * Finds what {@link #delete} would remove, each row once. To be called within one snapshot.
     *
     * @param found takes what they carry, in portions
     */
    public void find(CacheRule cache, Collection<String> tags, Collection<String> keys, Consumer<List<Row>> found) {
        RowsRule rows = cache.rows();
        if (rows == null) {
            return;
        }
        CacheTable table = catalogue.table(cache, rows);
        List<Selection> selections = new ArrayList<>();
        rows.tags().forEach(template -> selections.addAll(selections(table, template, tags)));
        Template template = cache.keys();
        if (template != null) {
            selections.addAll(selections(table, template, keys));
        }
        Set<String> seen = new HashSet<>();
        selections.forEach(selection -> run(
                table,
                table.selectStale(selection),
                selection.parameters(),
                row -> seen.add(row.getString(CacheTable.PLACE)),
                found));
    }

    /** Finds what {@link #deleteAll} would remove. */
    public void findAll(CacheRule cache, Consumer<List<Row>> found) {
        RowsRule rows = cache.rows();
        if (rows != null) {
            CacheTable table = catalogue.table(cache, rows);
            run(table, table.selectStale(CacheTable.everything()), List.of(), found);
        }
    }

    /**
     * Finds the rows that carry one of the tags and were written by one of the transactions: such a row may be fresh and
     * stay, but its key was filled from the row before it.
     *
     * @param transactions 64-bit ids in decimal
     * @param found takes what they carry, in portions
     */
    public void findWritten(
            CacheRule cache, Collection<String> tags, Collection<String> transactions, Consumer<List<Row>> found) {
        RowsRule rows = cache.rows();
        if (rows == null) {
            return;
        }
        CacheTable table = catalogue.table(cache, rows);
        String[] ids = transactions.stream().map(StaleRows::narrow).toArray(String[]::new);
        for (Template template : rows.tags()) {
            for (Selection selection : selections(table, template, tags)) {
                List<String[]> parameters = new ArrayList<>(selection.parameters());
                parameters.add(ids);
                run(table, table.selectWritten(selection), parameters, found);
            }
        }
    }

    /** As rows carry it: without the epoch. */
    private static String narrow(String transactionId) {
        return Long.toString(Long.parseUnsignedLong(transactionId) & 0xFFFF_FFFFL);
    }

    /** Those of the keys that a row has. */
    public Set<String> present(CacheRule cache, Collection<String> keys) {
        RowsRule rows = cache.rows();
        Template template = cache.keys();
        Set<String> present = new HashSet<>();
        if (rows != null && template != null) {
            CacheTable table = catalogue.table(cache, rows);
            for (Selection selection : selections(table, template, keys)) {
                run(
                        table,
                        table.select(selection),
                        selection.parameters(),
                        found -> found.forEach(row -> present.addAll(row.keys())));
            }
            present.retainAll(Set.copyOf(keys));
        }
        return present;
    }

    private void deleteCarriers(
            CacheTable table, Template template, Collection<String> texts, Consumer<List<Row>> removed) {
        for (Selection selection : selections(table, template, texts)) {
            run(table, table.delete(selection), selection.parameters(), removed);
        }
    }

    private static List<Selection> selections(CacheTable table, Template template, Collection<String> texts) {
        List<String> all = List.copyOf(texts);
        List<Selection> selections = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PORTION) {
            Selection selection = table.selection(template, all.subList(from, Math.min(from + PORTION, all.size())));
            if (!selection.isEmpty()) {
                selections.add(selection);
            }
        }
        return selections;
    }

    /** Which of the rows found are wanted. */
    private interface Wanted {

        boolean test(ResultSet row) throws SQLException;
    }

    private void run(CacheTable table, String sql, List<String[]> parameters, Consumer<List<Row>> taker) {
        run(table, sql, parameters, row -> true, taker);
    }

    private void run(
            CacheTable table, String sql, List<String[]> parameters, Wanted wanted, Consumer<List<Row>> taker) {
        List<Row> portion = new ArrayList<>();
        PreparedStatementCreator statement = connection -> {
            PreparedStatement prepared = connection.prepareStatement(sql);
            bind(prepared, parameters);
            prepared.setFetchSize(PORTION);
            return prepared;
        };
        try {
            database.query(statement, row -> {
                if (wanted.test(row)) {
                    portion.add(table.read(row));
                }
                if (portion.size() == PORTION) {
                    handOver(portion, taker);
                }
            });
        } catch (DataAccessException e) {
            catalogue.forget();
            throw e;
        }
        handOver(portion, taker);
    }

    private static void handOver(List<Row> portion, Consumer<List<Row>> taker) {
        if (!portion.isEmpty()) {
            taker.accept(List.copyOf(portion));
            portion.clear();
        }
    }

    private static void bind(PreparedStatement statement, List<String[]> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setArray(i + 1, statement.getConnection().createArrayOf("text", parameters.get(i)));
        }
    }
}
