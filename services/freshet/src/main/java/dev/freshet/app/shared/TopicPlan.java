package dev.freshet.app.shared;

import dev.freshet.app.settings.TopicSettings;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.core.KafkaAdmin;

/** The topics that an installation needs. */
final class TopicPlan {

    private final TopicSettings settings;
    private final Topics topics;
    private final RuleSet rules;

    TopicPlan(TopicSettings settings, Topics topics, RuleSet rules) {
        this.settings = settings;
        this.topics = topics;
        this.rules = rules;
    }

    KafkaAdmin.NewTopics newTopics() {
        return new KafkaAdmin.NewTopics(settings.create() ? all().toArray(NewTopic[]::new) : new NewTopic[0]);
    }

    private List<NewTopic> all() {
        List<NewTopic> all = new ArrayList<>();
        all.add(topic(topics.watermarks(), 1));
        for (String name :
                List.of(topics.invalidations(), topics.accesses(), topics.commands(), topics.deadLetters())) {
            all.add(topic(name, settings.partitions()));
        }
        rules.sources().keySet().stream()
                .map(table -> topic(topics.changes(table.schema(), table.table()), settings.partitions()))
                .forEach(all::add);
        return all;
    }

    private NewTopic topic(String name, int partitions) {
        Optional<Short> replicas =
                settings.replicationFactor() < 1 ? Optional.empty() : Optional.of(settings.replicationFactor());
        return new NewTopic(name, Optional.of(partitions), replicas);
    }
}
