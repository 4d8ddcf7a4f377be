package dev.freshet.app.kafka;

import dev.freshet.app.settings.TopicSettings;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics that an installation needs, each with its partitions and how long it keeps what. */
final class TopicPlan {

    private final TopicSettings settings;
    private final Topics topics;
    private final RuleSet rules;

    TopicPlan(TopicSettings settings, Topics topics, RuleSet rules) {
        this.settings = settings;
        this.topics = topics;
        this.rules = rules;
    }

    /** Whether we are to make them. */
    boolean isOurs() {
        return settings.create();
    }

    List<NewTopic> topics() {
        List<NewTopic> all = new ArrayList<>();
        all.add(kept(topics.watermarks(), 1, settings.changeRetention()));
        all.add(kept(topics.commands(), settings.partitions(), settings.changeRetention()));
        rules.sources().keySet().stream()
                .map(table -> topics.changes(table.schema(), table.table()))
                .map(name -> kept(name, settings.partitions(), settings.changeRetention()))
                .forEach(all::add);
        for (String name : List.of(topics.invalidations(), topics.accesses(), topics.deadLetters())) {
            all.add(kept(name, settings.partitions(), settings.eventRetention()));
        }
        all.add(topic(topics.captureOffsets(), 1)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        return all;
    }

    private NewTopic kept(String name, int partitions, Duration retention) {
        return topic(name, partitions)
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis())));
    }

    private NewTopic topic(String name, int partitions) {
        Optional<Short> replicas =
                settings.replicationFactor() < 1 ? Optional.empty() : Optional.of(settings.replicationFactor());
        return new NewTopic(name, Optional.of(partitions), replicas);
    }
}
