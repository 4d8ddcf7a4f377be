package dev.freshet.console.redis;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the console talks to Redis.
 *
 * @param timeout longest wait for the answer to one command
 */
@ConfigurationProperties("freshet.console.redis")
record RedisSettings(@DefaultValue("1s") Duration timeout) {
    RedisSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be more than 0: " + timeout);
        }
    }
}
