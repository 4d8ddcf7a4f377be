package dev.freshet.statistics.accesses;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes into tables that may be the application's own, with constraints and triggers that nobody here knows. What such a
 * table refuses is left out of it and counted in {@code freshet.statistics.unwritten}; our own figures, in the transaction
 * around it, go on. What passes is tried again with all the rest: a lock, a deadlock, what fails with the connection or the
 * server. Thread-safe.
 */
final class ApplicationTables {

    private static final Logger log = LoggerFactory.getLogger(ApplicationTables.class);

    /** SQLSTATE classes of what passes: connection, rollback for a deadlock, resources, intervention, system. */
    private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "57", "58");

    private static final String LOCKED = "55P03";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate savepoint;
    private final MeterRegistry meters;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    ApplicationTables(JdbcTemplate jdbc, DataSource database, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.savepoint = new TransactionTemplate(new JdbcTransactionManager(database));
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.meters = meters;
    }

    /**
     * Writes.
     *
     * @param table for people
     * @param lookups that are counted there
     */
    void write(String table, long lookups, Runnable statements) {
        try {
            savepoint.executeWithoutResult(status -> {
                jdbc.execute(
                        "SET LOCAL lock_timeout = '5s'"); // whoever has the rows before us is not kept waiting for ever
                statements.run();
                jdbc.execute("SET CONSTRAINTS ALL IMMEDIATE"); // or they would fail with the commit
            });
            if (told.remove(table)) {
                log.info("{} takes counters again", table);
            }
        } catch (DataAccessException e) {
            if (isPassing(e)) {
                throw e;
            }
            refused(table, lookups, NestedExceptionUtils.getMostSpecificCause(e));
        }
    }

    private void refused(String table, long lookups, Throwable cause) {
        counter(table).increment((double) lookups);
        if (told.add(table)) {
            log.error(
                    "{} refuses its counters: {}. The daily figures go on without them; mend the constraint or trigger"
                            + " of the table, or empty the setting freshet.statistics.usage.counts. Told once; counted in"
                            + " freshet.statistics.unwritten",
                    table,
                    cause.getMessage());
        }
    }

    private Counter counter(String table) {
        return Counter.builder("freshet.statistics.unwritten")
                .description("lookups that a table of the application refused to count; they are in the daily figures")
                .tag("table", table)
                .register(meters);
    }

    /** Also without a state, of which nobody knows what it means. */
    private static boolean isPassing(DataAccessException e) {
        return !(NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql)
                || sql.getSQLState() == null
                || sql.getSQLState().equals(LOCKED)
                || sql.getSQLState().length() < 2
                || PASSING.contains(sql.getSQLState().substring(0, 2));
    }
}
