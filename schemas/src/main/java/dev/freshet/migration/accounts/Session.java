package dev.freshet.migration.accounts;

import dev.freshet.refusal.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PasswordUtil;

/** One connection, and short words for what is done over it. For use by one thread. */
final class Session implements AutoCloseable {

    static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /** Every statement is a transaction of its own, until {@link #inOneTransaction}. */
    static Session open(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(true);
        return new Session(connection);
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Whether the one value that is asked for is true. */
    boolean is(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** The only row's first column; null when it is NULL or there is no row. */
    @Nullable
    String text(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** Each row's columns as text; NULL is the empty text. */
    List<List<String>> rows(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    String value = rows.getString(column);
                    row.add(value == null ? "" : value);
                }
                all.add(List.copyOf(row));
            }
            return all;
        }
    }

    List<String> texts(String sql, Object... parameters) throws SQLException {
        return rows(sql, parameters).stream().map(row -> row.get(0)).toList();
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** The password leaves this process as a SCRAM verifier only: neither the server's log nor its memory sees it. */
    void password(String role, String password) throws SQLException {
        run(PasswordUtil.genAlterUserPasswordSQL(role, password.toCharArray(), "scram-sha-256"));
    }

    /** Work that is done whole or not at all. */
    interface Work {
        void run() throws SQLException;
    }

    void inOneTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Runs it and takes it back, within a transaction. */
    void inVain(Work work) throws SQLException {
        var before = connection.setSavepoint();
        try {
            work.run();
        } finally {
            connection.rollback(before);
        }
    }

    /**
     * Runs a statement unless its effect is there already.
     *
     * @param question whether it is; PostgreSQL also answers some GRANTs with a mere warning, so it is asked again
     * @throws Refusal if this user may not
     */
    void ensure(String question, String statement, Refusal otherwise) throws SQLException {
        if (is(question)) {
            return;
        }
        try {
            run(statement);
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                otherwise.initCause(e);
                throw otherwise;
            }
            throw e;
        }
        if (!is(question)) {
            throw otherwise;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
