package dev.freshet.console;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/**
 * The console role. Each feature package below brings one configuration of its own; they are found here, so that they
 * need not be public.
 *
 * <p>Needs from whoever imports it: a {@code DataSource} and {@code JdbcClient}, a Kafka {@code ProducerFactory} and
 * {@code KafkaAdmin}, a {@code RedisClient}, {@code ControlKeys}, {@code Topics}, {@code RuleSet} and
 * {@code Clock}.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        basePackageClasses = ConsoleConfiguration.class,
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        useDefaultFilters = false,
        includeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "dev\\.freshet\\.console\\.\\w+\\.\\w+Configuration"))
public class ConsoleConfiguration {}
