package dev.freshet.statistics;

import dev.freshet.statistics.accesses.AccessesConfiguration;
import dev.freshet.statistics.daily.DailyConfiguration;
import dev.freshet.statistics.folding.FoldingConfiguration;
import dev.freshet.statistics.invalidations.InvalidationsConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/**
 * The statistics role. Wants of the application: Spring Boot's data source, JPA, Kafka, web and metrics
 * auto-configuration, and the beans {@link dev.freshet.events.Topics} and {@link java.time.Clock}. The tables and topics
 * are there before the context is refreshed.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/freshet/statistics/defaults.properties")
@Import({
    FoldingConfiguration.class,
    AccessesConfiguration.class,
    InvalidationsConfiguration.class,
    DailyConfiguration.class
})
public class StatisticsConfiguration {}
