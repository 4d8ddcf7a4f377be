package dev.freshet.console.gateway;

import dev.freshet.cache.Policy;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.accesses.AccessProducer;
import dev.freshet.cache.accesses.KafkaAccesses;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewaySettings.class)
class GatewayConfiguration {

    private static final Duration REDIS_TIMEOUT = Duration.ofMillis(250);
    private static final int QUEUED_ACCESSES = 10_000;

    @Bean
    KafkaAccesses consoleAccesses(ProducerFactory<?, ?> connection, Topics topics, MeterRegistry meters) {
        Counter dropped = meters.counter("freshet.cache.accesses.dropped");
        return new KafkaAccesses(
                () -> AccessProducer.connect(connection.getConfigurationProperties()),
                topics.accesses(),
                "/freshet/console",
                QUEUED_ACCESSES,
                dropped::increment);
    }

    @Bean
    ReadSide consoleReadSide(
            RedisClient redis, DataSource primary, ControlKeys keys, KafkaAccesses accesses, MeterRegistry meters) {
        return ReadSide.over(RedisLink.to(redis, REDIS_TIMEOUT), primary)
                .controlKeys(keys)
                .accesses(accesses)
                .meters(meters)
                .build();
    }

    @Bean
    GatewayEndpoints consoleGatewayEndpoints(RuleSet rules, ReadSide readSide, GatewaySettings settings) {
        Policy policy = Policy.DEFAULT.living(settings.life()).upTo(settings.largest());
        return new GatewayEndpoints(new GatewayCaches(rules, readSide, policy), settings.largest());
    }
}
