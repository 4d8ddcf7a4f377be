package dev.freshet.statistics.daily;

import java.time.Clock;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the daily figures' tables and their HTTP face. */
@Configuration(proxyBeanMethods = false)
@EntityScan
@EnableJpaRepositories
public class DailyConfiguration {

    private static final int PATIENCE_SECONDS = 10;

    @Bean
    DailyController statisticsDailyController(DailyFigures figures, Clock clock) {
        return new DailyController(figures, clock);
    }

    @Bean
    DailyFigures statisticsDailyFigures(
            DailyOperations operations, DailyInvalidations invalidations, PlatformTransactionManager transactions) {
        TransactionTemplate snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setTimeout(PATIENCE_SECONDS);
        return new DailyFigures(operations, invalidations, snapshot);
    }
}
