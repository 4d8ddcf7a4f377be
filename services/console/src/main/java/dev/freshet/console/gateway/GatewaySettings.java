package dev.freshet.console.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the gateway keeps.
 *
 * @param life how long an answer stays in Redis when nothing makes it stale, less up to a tenth
 * @param largest longest answer, in characters of JSON
 */
@ConfigurationProperties("freshet.console.gateway")
record GatewaySettings(@DefaultValue("1d") Duration life, @DefaultValue("500000") int largest) {

    GatewaySettings {
        if (life.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("life must be at least 1s: " + life);
        }
        if (largest < 1) {
            throw new IllegalArgumentException("largest must be at least 1: " + largest);
        }
    }
}
