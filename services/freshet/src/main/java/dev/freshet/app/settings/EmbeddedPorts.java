package dev.freshet.app.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Where the embedded servers listen, on 127.0.0.1 only; 0 takes a free port.
 *
 * @param postgresPort port of PostgreSQL
 * @param kafkaPort port of Kafka
 * @param redisPort port of Redis
 */
@ConfigurationProperties("freshet.embedded")
public record EmbeddedPorts(
        @DefaultValue("15432") int postgresPort,
        @DefaultValue("19092") int kafkaPort,
        @DefaultValue("16379") int redisPort) {

    /** The settings as they stand in the environment. */
    public static EmbeddedPorts of(Environment environment) {
        return Binder.get(environment).bindOrCreate("freshet.embedded", EmbeddedPorts.class);
    }
}
