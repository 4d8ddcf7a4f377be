package dev.freshet.capture.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What capture reads and how eagerly.
 *
 * @param source name of this stream of changes: key of the watermarks and of its rows in the schema {@code freshet};
 *     instances that stand by for each other share it
 * @param publication the publication, made and kept by capture
 * @param slot the replication slot, made and kept by capture; unique in the whole PostgreSQL cluster
 * @param pollInterval longest rest of the engine while nothing changes; the larger, the later a change arrives
 * @param heartbeat time between beats, so between watermarks
 * @param acknowledgement how long Kafka may take to acknowledge a record before the engine is restarted
 */
@ConfigurationProperties("freshet.capture")
public record CaptureSettings(
        @DefaultValue("freshet") String source,
        @DefaultValue("freshet") String publication,
        @DefaultValue("freshet") String slot,
        @DefaultValue("2ms") Duration pollInterval,
        @DefaultValue("500ms") Duration heartbeat,
        @DefaultValue("30s") Duration acknowledgement) {

    public CaptureSettings {
        if (!source.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException(
                    "freshet.capture.source has letters, digits, '_', '.' and '-' only: " + source);
        }
        if (!slot.matches("[a-z0-9_]{1,63}")) {
            throw new IllegalArgumentException(
                    "freshet.capture.slot has up to 63 lower-case letters, digits and '_' only: " + slot);
        }
        if (publication.isEmpty()) {
            throw new IllegalArgumentException("freshet.capture.publication must not be empty");
        }
        requireMillis("poll-interval", pollInterval);
        requireMillis("heartbeat", heartbeat);
        requireMillis("acknowledgement", acknowledgement);
    }

    private static void requireMillis(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException("freshet.capture." + name + " must be at least 1ms: " + value);
        }
    }
}
