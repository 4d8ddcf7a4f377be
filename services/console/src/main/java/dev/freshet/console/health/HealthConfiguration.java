package dev.freshet.console.health;

import dev.freshet.console.redis.Redis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaAdmin;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

    @Bean
    Broker consoleBroker(KafkaAdmin connection) {
        return new Broker(connection.getConfigurationProperties());
    }

    /** The bean's name is the role's: {@code console} among the health's components. */
    @Bean
    ConsoleHealth consoleHealthIndicator(JdbcClient database, Redis redis, Broker broker) {
        return new ConsoleHealth(database, redis, broker);
    }
}
