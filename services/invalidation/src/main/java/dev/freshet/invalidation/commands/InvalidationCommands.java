package dev.freshet.invalidation.commands;

import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import io.lettuce.core.RedisClient;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The commands of this role. Each asks for a server only when it needs it. */
@Configuration(proxyBeanMethods = false)
public class InvalidationCommands {

    @Bean
    RulesCommand rulesCommand(
            ObjectProvider<RuleSet> rules,
            ObjectProvider<DataSource> database,
            ObjectProvider<ConsumerFactory<?, ?>> kafka,
            ObjectProvider<RedisClient> redis,
            ObjectProvider<Topics> topics,
            Clock clock) {
        return new RulesCommand(
                new CandidateRules(rules, topics),
                new LiveCheck(database),
                new Replay(database, kafka, redis, topics, clock));
    }
}
