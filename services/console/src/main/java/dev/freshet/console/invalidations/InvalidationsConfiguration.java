package dev.freshet.console.invalidations;

import dev.freshet.console.publish.Publisher;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class InvalidationsConfiguration {

    @Bean
    LogAccess consoleLogAccess(JdbcClient database) {
        return new LogAccess(database);
    }

    @Bean
    InvalidationEndpoints consoleInvalidationEndpoints(
            JdbcClient database, Publisher publisher, Topics topics, RuleSet rules, Clock clock) {
        return new InvalidationEndpoints(
                new InvalidationLog(database),
                new Targets(rules),
                new CommandTopic(publisher, topics, clock),
                UUID::randomUUID);
    }
}
