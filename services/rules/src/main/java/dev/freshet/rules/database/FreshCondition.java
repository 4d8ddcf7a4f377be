package dev.freshet.rules.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Optional;

/**
 * Tries SQL conditions out without reading a row, as they are used: in prepared statements, whose table has this name here
 * and another there. That this user may not read what one names is no fault of it: whoever uses it may.
 */
final class FreshCondition {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** A name for the table that no condition expects. */
    private static final String RENAMED = " AS freshet_any_name";

    /** What is wrong with a condition, and how to mend it. */
    record Complaint(String cause, String remedy) {}

    private final Connection connection;

    FreshCondition(Connection connection) {
        this.connection = connection;
    }

    /** What stands against the condition; empty when nothing does. */
    Optional<Complaint> complaint(String condition, Table table) throws SQLException {
        if (takesParameter(condition)) {
            return Optional.of(new Complaint(
                    "a '?' outside of quotes is taken for a parameter of the statement",
                    "Write the operator as a function: jsonb_exists(body, 'y') for body ? 'y', jsonb_exists_any for ?|, "
                            + "jsonb_exists_all for ?&, jsonb_path_exists for @?."));
        }
        Optional<String> refusal = refusal(condition, table.sql());
        if (refusal.isPresent()) {
            return refusal.map(words -> new Complaint(
                    "PostgreSQL refuses the condition: " + words,
                    "It stands in SELECT … FROM " + table.sql() + " WHERE (<condition>); correct it there."));
        }
        return refusal(condition, table.sql() + RENAMED)
                .map(words -> new Complaint(
                        "the condition names its own table, which has another name in some statements (" + words + ")",
                        "Leave out the table name and write the column alone; where a subquery has a column of "
                                + "that name, put the subquery into a function."));
    }

    /** Asks the driver alone: the server has no such parameters. */
    private boolean takesParameter(String condition) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT (" + condition + ")")) {
            statement.setNull(1, Types.NULL);
            return true;
        } catch (SQLException e) {
            return false; // there is no first parameter; or something is wrong that the server will say, and better
        }
    }

    private Optional<String> refusal(String condition, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM " + table + " WHERE (" + condition + ") LIMIT 0");
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
