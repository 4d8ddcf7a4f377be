package dev.freshet.cache.spring;

import dev.freshet.cache.source.SnapshotUnavailableException;
import dev.freshet.cache.source.Snapshots;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Snapshots as transactions of Spring's: what the read step calls (JPA repositories, {@code JdbcClient}) joins them.
 * Thread-safe.
 */
public final class SpringSnapshots implements Snapshots {

    private final PlatformTransactionManager transactions;
    private final DataSource database;

    /** @param database that of the transaction manager */
    public SpringSnapshots(PlatformTransactionManager transactions, DataSource database) {
        this.transactions = transactions;
        this.database = database;
    }

    @Override
    public <T> T in(Work<T> work) throws Exception {
        TransactionStatus status = begin();
        try {
            Connection connection = DataSourceUtils.getConnection(database);
            try {
                return work.with(connection);
            } finally {
                DataSourceUtils.releaseConnection(connection, database);
            }
        } finally {
            transactions.rollback(status);
        }
    }

    private TransactionStatus begin() throws SnapshotUnavailableException {
        DefaultTransactionDefinition snapshot =
                new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        snapshot.setName("freshet-cache read step");
        try {
            return transactions.getTransaction(snapshot);
        } catch (CannotCreateTransactionException e) {
            throw new SnapshotUnavailableException("cannot begin a transaction on the database of the content", e);
        }
    }
}
