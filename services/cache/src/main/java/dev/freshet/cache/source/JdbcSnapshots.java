package dev.freshet.cache.source;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Snapshots on connections of a plain data source. */
public final class JdbcSnapshots implements Snapshots {

    private final DataSource database;

    public JdbcSnapshots(DataSource database) {
        this.database = database;
    }

    @Override
    public <T> T in(Work<T> work) throws Exception {
        try (Connection connection = open()) {
            int isolation = connection.getTransactionIsolation();
            boolean readOnly = connection.isReadOnly();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try {
                return work.with(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setReadOnly(readOnly);
                connection.setTransactionIsolation(isolation);
            }
        }
    }

    private Connection open() throws SnapshotUnavailableException {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new SnapshotUnavailableException("cannot connect to the database of the content", e);
        }
    }
}
