package dev.freshet.cache.rows;

import static dev.freshet.cache.rows.Columns.quoted;

import dev.freshet.cache.protocol.Filling;
import dev.freshet.cache.protocol.Ticket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one cache on the primary. Each call takes a connection of its own, outside of any transaction of its
 * caller's, whose snapshot may be old. Blocks; thread-safe.
 */
public final class CacheRows {

    private final RowsDefinition definition;
    private final DataSource primary;
    private final Duration timeout;
    private final Columns columns;

    /** @param timeout longest run of one statement */
    public CacheRows(RowsDefinition definition, DataSource primary, Duration timeout) {
        this.definition = definition;
        this.primary = primary;
        this.timeout = timeout;
        this.columns = new Columns(definition.table());
    }

    public RowsDefinition definition() {
        return definition;
    }

    /**
     * The row, and whether it is current: one statement says both. Empty when there is none, or it has expired.
     *
     * @throws SQLException also when the data source leads to a standby, which cannot say what is current
     */
    public Optional<Row> find(String key) throws SQLException {
        try (Connection connection = primary.getConnection();
                PreparedStatement statement =
                        prepared(connection, select(columns.cast(connection, definition.key())))) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            columns.forget();
            throw e;
        }
    }

    private String select(String key) {
        return "SELECT " + quoted(definition.answer()) + "::text, "
                + (definition.tokens() == null ? "0" : "coalesce(" + quoted(definition.tokens()) + ", 0)") + ", "
                + (definition.fresh() == null ? "false" : "(" + definition.fresh() + ") IS TRUE") + ", "
                + (definition.fences() == null ? "NULL" : quoted(definition.fences())) + "::text, "
                + "pg_is_in_recovery(), " + left() + " FROM " + definition.table() + " WHERE "
                + quoted(definition.key()) + " = " + key + unexpired();
    }

    private String left() {
        return definition.expires() == null
                ? "NULL::bigint"
                : "ceil(extract(epoch FROM least(" + quoted(definition.expires())
                        + ", now() + interval '100 years') - now()) * 1000)::bigint"; // 'infinity' has no milliseconds
    }

    private String unexpired() {
        return definition.expires() == null ? "" : " AND (" + quoted(definition.expires()) + " > now()) IS NOT FALSE";
    }

    private static Row row(ResultSet row) throws SQLException {
        if (row.getBoolean(5)) {
            throw new SQLException("the data source for the primary leads to a standby", "25006");
        }
        @Nullable String answer = row.getString(1);
        boolean current = row.getBoolean(3) && answer != null;
        return new Row(
                answer == null ? "null" : answer,
                row.getLong(2),
                current,
                TicketJson.read(row.getString(4)),
                duration(row.getObject(6, Long.class)));
    }

    private static @Nullable Duration duration(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(Math.max(1, millis));
    }

    /**
     * Stores a row; one with {@code fresh} only if that holds in this very statement, on the primary.
     *
     * @param values by column: what names the row and what it depends on
     * @param read what the columns of {@link RowsDefinition#read} were in the snapshot of the content
     * @param ticket what the fill began under; for rows that hold their fences
     */
    public StoredRow store(
            Map<String, ? extends @Nullable Object> values,
            Map<String, @Nullable String> read,
            String answer,
            long tokensUsed,
            @Nullable Ticket ticket)
            throws SQLException {
        Values row = new Values();
        values.forEach(row::put);
        read.forEach(row::put);
        row.put(definition.answer(), answer);
        if (definition.tokens() != null) {
            row.put(definition.tokens(), tokensUsed);
        }
        if (definition.fences() != null && ticket != null) {
            row.put(definition.fences(), TicketJson.write(ticket));
        }
        try (Connection connection = primary.getConnection();
                PreparedStatement statement = prepared(connection, insert(row.from(connection, columns), row))) {
            row.set(statement);
            try (ResultSet stored = statement.executeQuery()) {
                return stored.next()
                        ? new StoredRow(Filling.Row.STORED, duration(stored.getObject(1, Long.class)))
                        : new StoredRow(Filling.Row.STALE, null);
            }
        } catch (SQLException e) {
            columns.forget();
            throw e;
        }
    }

    private String insert(String from, Values row) {
        StringJoiner names = new StringJoiner(", ");
        StringJoiner updates = new StringJoiner(", ");
        StringJoiner expressions = new StringJoiner(", ");
        row.columns().forEach(column -> add(column, quoted(column), names, expressions, updates));
        definition.stamps().forEach((column, expression) -> add(column, expression, names, expressions, updates));
        String condition = definition.fresh() == null ? "" : " WHERE (" + definition.fresh() + ")";
        return "INSERT INTO " + definition.table() + " (" + names + ") SELECT " + expressions + " FROM " + from
                + condition + " ON CONFLICT (" + quoted(definition.key()) + ") DO UPDATE SET " + updates
                + " RETURNING " + left();
    }

    private static void add(
            String column, String expression, StringJoiner names, StringJoiner expressions, StringJoiner updates) {
        names.add(quoted(column));
        expressions.add(expression);
        updates.add(quoted(column) + " = EXCLUDED." + quoted(column));
    }

    /**
     * What the columns of {@link RowsDefinition#read} are in a snapshot.
     *
     * @param connection of that snapshot
     */
    public Map<String, @Nullable String> read(Connection connection, Map<String, ? extends @Nullable Object> values)
            throws SQLException {
        return new ReadColumns(definition, columns).in(connection, values);
    }

    private PreparedStatement prepared(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(Math.toIntExact(Math.max(1, timeout.toSeconds())));
        return statement;
    }
}
