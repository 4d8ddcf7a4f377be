package dev.freshet.statistics.retention;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** Wires the retention. Its scheduler is no bean: it would take the place of the application's own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
public class RetentionConfiguration {

    @Bean
    Retention statisticsRetention(JdbcTemplate jdbc, RetentionSettings settings, Clock clock) {
        SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
        scheduler.setThreadNamePrefix("freshet-retention-");
        scheduler.setDaemon(true);
        return new Retention(jdbc, settings, scheduler, clock);
    }
}
