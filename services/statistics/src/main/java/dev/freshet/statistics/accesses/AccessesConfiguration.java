package dev.freshet.statistics.accesses;

import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import dev.freshet.statistics.folding.Fold;
import dev.freshet.statistics.folding.Tables;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires the counting of lookups. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UsageSettings.class)
public class AccessesConfiguration {

    @Bean
    Fold<?> statisticsAccessFold(
            Topics topics,
            JdbcTemplate jdbc,
            DataSource database,
            RuleSet rules,
            UsageSettings usage,
            MeterRegistry meters) {
        return new AccessFold(
                topics,
                new Tables(jdbc),
                new OperationTotals(jdbc),
                new CacheStats(jdbc),
                new Entries(jdbc),
                new UsageCounters(rules, usage, jdbc),
                new ApplicationTables(jdbc, database, meters));
    }
}
