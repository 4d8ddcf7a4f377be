package dev.freshet.statistics.folding;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Transactions that the database ends when nothing is heard of them for some time: a process that was put to sleep in the
 * middle of one would keep its locks, and all other consumers waiting, until it wakes. Thread-safe.
 */
public final class BoundedTransactions implements TransactionOperations {

    private final TransactionOperations transactions;
    private final JdbcTemplate jdbc;
    private final String bound;

    /** @param silence after which the database ends them */
    public BoundedTransactions(TransactionOperations transactions, JdbcTemplate jdbc, Duration silence) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.bound = "SET LOCAL idle_in_transaction_session_timeout = " + silence.toMillis();
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        return transactions.execute(status -> {
            jdbc.execute(bound);
            return action.doInTransaction(status);
        });
    }
}
