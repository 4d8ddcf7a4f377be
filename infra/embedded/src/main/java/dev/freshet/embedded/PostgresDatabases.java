package dev.freshet.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The databases of the cluster that listens there. */
record PostgresDatabases(String host, int port) {

    private static final String ALREADY_EXISTS = "42P04";

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    String serverVersion() {
        try (Connection connection = connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void create(String name) {
        try (Connection connection = connect()) {
            create(connection, name);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the database " + name + ": " + e.getMessage(), e);
        }
    }

    void createIfAbsent(String name) {
        try (Connection connection = connect()) {
            create(connection, name);
        } catch (SQLException e) {
            if (!ALREADY_EXISTS.equals(e.getSQLState())) {
                throw new ServerStartException("Cannot create the database " + name + ": " + e.getMessage(), e);
            }
        }
    }

    private static void create(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), Postgres.USER, Postgres.PASSWORD);
    }
}
