package dev.freshet.statistics.invalidations;

import dev.freshet.events.Topics;
import dev.freshet.statistics.folding.Fold;
import dev.freshet.statistics.folding.Tables;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires the log and the counting of invalidations. */
@Configuration(proxyBeanMethods = false)
public class InvalidationsConfiguration {

    @Bean
    Fold<?> statisticsInvalidationFold(Topics topics, JdbcTemplate jdbc) {
        return new InvalidationFold(topics, new Tables(jdbc), new InvalidationLog(jdbc), new RemovalTotals(jdbc));
    }
}
