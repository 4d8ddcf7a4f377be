package dev.freshet.app.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Kafka topics.
 *
 * @param prefix what every topic's name begins with
 * @param partitions partitions of a topic; one that has fewer gets more, one that has more keeps them
 * @param replicationFactor copies of each partition; -1 for the broker's default
 * @param create whether this process creates missing topics when it starts
 * @param changeRetention how long a new topic keeps captured changes, watermarks and commands: whoever is away for longer
 *     has to treat everything as changed
 * @param eventRetention how long a new topic keeps accesses, invalidations and dead letters: as far back as days can be
 *     counted again
 */
@ConfigurationProperties("freshet.topics")
public record TopicSettings(
        @DefaultValue("freshet") String prefix,
        @DefaultValue("4") int partitions,
        @DefaultValue("-1") short replicationFactor,
        @DefaultValue("true") boolean create,
        @DefaultValue("7d") Duration changeRetention,
        @DefaultValue("35d") Duration eventRetention) {

    private static final Duration SHORTEST = Duration.ofHours(1);

    public TopicSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("freshet.topics.partitions must be at least 1: " + partitions);
        }
        requireLong("change-retention", changeRetention);
        requireLong("event-retention", eventRetention);
    }

    private static void requireLong(String name, Duration retention) {
        if (retention.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("freshet.topics." + name + " must be at least " + SHORTEST.toHours()
                    + "h: " + retention + ". What is gone before it was read counts as changed.");
        }
    }
}
