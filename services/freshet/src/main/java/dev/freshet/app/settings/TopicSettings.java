package dev.freshet.app.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Kafka topics.
 *
 * @param prefix what every topic's name begins with
 * @param partitions partitions of a topic; one that has fewer gets more, one that has more keeps them
 * @param replicationFactor copies of each partition; -1 for the broker's default
 * @param create whether this process creates missing topics when it starts
 */
@ConfigurationProperties("freshet.topics")
public record TopicSettings(
        @DefaultValue("freshet") String prefix,
        @DefaultValue("4") int partitions,
        @DefaultValue("-1") short replicationFactor,
        @DefaultValue("true") boolean create) {

    public TopicSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("freshet.topics.partitions must be at least 1: " + partitions);
        }
    }
}
