package dev.freshet.app.shared;

import dev.freshet.app.settings.Freshet;
import io.lettuce.core.RedisClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/** What is asked before the roles begin. Not for commands: each connects to what it needs. */
@Configuration(proxyBeanMethods = false)
public class StartChecks {

    @Bean
    RedisCheck redisCheck(Freshet freshet, ObjectProvider<RedisClient> redis) {
        return new RedisCheck(freshet.activeRoles(), redis);
    }

    @Bean
    KafkaCheck kafkaCheck(KafkaAdmin admin) {
        return new KafkaCheck(admin);
    }
}
