package dev.freshet.statistics;

import dev.freshet.statistics.accesses.AccessesConfiguration;
import dev.freshet.statistics.asking.AskingConfiguration;
import dev.freshet.statistics.entries.EntriesConfiguration;
import dev.freshet.statistics.figures.FiguresConfiguration;
import dev.freshet.statistics.folding.FoldingConfiguration;
import dev.freshet.statistics.invalidations.InvalidationsConfiguration;
import dev.freshet.statistics.prices.PricesConfiguration;
import dev.freshet.statistics.retention.RetentionConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/**
 * The statistics role. Wants of the application: Spring Boot's data source, JPA, Kafka, web and metrics
 * auto-configuration, and the beans {@link dev.freshet.events.Topics},
 * {@link dev.freshet.rules.RuleSet} and {@link java.time.Clock}. The tables and topics
 * are there before the context is refreshed.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/freshet/statistics/defaults.properties")
@Import({
    FoldingConfiguration.class,
    AccessesConfiguration.class,
    InvalidationsConfiguration.class,
    PricesConfiguration.class,
    AskingConfiguration.class,
    FiguresConfiguration.class,
    EntriesConfiguration.class,
    RetentionConfiguration.class
})
public class StatisticsConfiguration {}
