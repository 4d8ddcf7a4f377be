package dev.freshet.statistics.figures;

import dev.freshet.statistics.asking.KnownNames;
import dev.freshet.statistics.prices.PriceSettings;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the figures and their HTTP face. */
@Configuration(proxyBeanMethods = false)
public class FiguresConfiguration {

    private static final int PATIENCE_SECONDS = 10;

    @Bean
    FiguresController statisticsFiguresController(
            Figures figures, KnownNames names, PriceSettings prices, Clock clock) {
        return new FiguresController(figures, names, prices.currency(), clock);
    }

    @Bean
    Figures statisticsFigures(DataSource database) {
        return figures(database);
    }

    /** For one who has no context. */
    public static Figures figures(DataSource database) {
        TransactionTemplate snapshot = new TransactionTemplate(new JdbcTransactionManager(database));
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setTimeout(PATIENCE_SECONDS);
        JdbcTemplate jdbc = new JdbcTemplate(database);
        jdbc.setQueryTimeout(PATIENCE_SECONDS);
        return new Figures(jdbc, snapshot);
    }
}
