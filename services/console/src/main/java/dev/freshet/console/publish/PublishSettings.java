package dev.freshet.console.publish;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the console hands something to Kafka.
 *
 * @param timeout longest wait for Kafka's acknowledgement; a caller is told when it did not come
 */
@ConfigurationProperties("freshet.console.publish")
record PublishSettings(@DefaultValue("5s") Duration timeout) {
    PublishSettings {
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("timeout must be between 100ms and 5m: " + timeout);
        }
    }
}
