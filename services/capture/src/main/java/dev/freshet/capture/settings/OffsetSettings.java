package dev.freshet.capture.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the position in the write-ahead log is kept, in the topic {@code <prefix>.capture-offsets}.
 *
 * @param flush time between two writes of the position; what lies between is published again after a crash
 * @param replicationFactor of the topic, which capture creates where it is missing; -1 for the broker's default
 */
@ConfigurationProperties("freshet.capture.offsets")
public record OffsetSettings(@DefaultValue("200ms") Duration flush, @DefaultValue("-1") short replicationFactor) {

    public OffsetSettings {
        if (flush.isNegative()) {
            throw new IllegalArgumentException("freshet.capture.offsets.flush must not be negative: " + flush);
        }
        if (replicationFactor < 1 && replicationFactor != -1) {
            throw new IllegalArgumentException(
                    "freshet.capture.offsets.replication-factor must be positive or -1: " + replicationFactor);
        }
    }
}
