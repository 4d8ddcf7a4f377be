package dev.freshet.statistics.folding;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** What all consumers share. Everything in it is thread-safe. */
record Ledger(
        Broker broker,
        JdbcTemplate jdbc,
        TransactionOperations transactions,
        DeadLetters deadLetters,
        MeterRegistry meters) {

    Positions positions(Fold<?> fold) {
        return new Positions(fold.name(), jdbc);
    }

    Tally tally(Fold<?> fold) {
        return new Tally(fold.name(), meters);
    }
}
