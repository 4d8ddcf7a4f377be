package dev.freshet.rules.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Tries SQL conditions out without reading a row. That this user may not read what one names is no fault of it: whoever
 * uses it may.
 */
final class FreshCondition {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection connection;

    FreshCondition(Connection connection) {
        this.connection = connection;
    }

    /** What PostgreSQL says against the condition; empty when it accepts it. */
    Optional<String> complaint(String condition, Table table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM " + table.sql() + " WHERE (" + condition + ") LIMIT 0");
            return Optional.empty();
        } catch (SQLException e) {
            if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
                throw e;
            }
            return INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) ? Optional.empty() : Optional.of(firstLine(e));
        } finally {
            connection.rollback();
            RulesCheck.beginReadOnly(connection);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^[A-Z]+: ", "");
    }
}
