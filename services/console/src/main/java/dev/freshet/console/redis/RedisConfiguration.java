package dev.freshet.console.redis;

import io.lettuce.core.RedisClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisSettings.class)
class RedisConfiguration {

    @Bean
    Redis consoleRedis(RedisClient client, RedisSettings settings) {
        return new Redis(client, settings.timeout());
    }
}
