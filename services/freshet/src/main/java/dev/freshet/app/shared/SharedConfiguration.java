package dev.freshet.app.shared;

import dev.freshet.app.settings.Freshet;
import dev.freshet.app.settings.RedisSettings;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.SourceTopics;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that more than one role uses. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisSettings.class)
public class SharedConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RuleSet rules(Freshet freshet, Topics topics) {
        return new SourceTopics(topics).require(ActiveRules.of(freshet));
    }

    @Bean
    ControlKeys controlKeys(RedisSettings settings) {
        return new ControlKeys(settings.keyPrefix());
    }

    @Bean(destroyMethod = "shutdown")
    RedisClient redisClient(ClientResources redisResources, RedisSettings settings, SslBundles bundles) {
        return RedisAddress.client(redisResources, settings, bundles);
    }

    @Bean(destroyMethod = "shutdown")
    ClientResources redisResources() {
        return RedisAddress.resources();
    }
}
