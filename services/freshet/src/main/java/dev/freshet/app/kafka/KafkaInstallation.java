package dev.freshet.app.kafka;

import dev.freshet.events.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Brings Kafka to what Freshet needs, and back. Both ways may be gone twice. Needs a login that may make topics, and, for
 * accounts, users and rights. Not thread-safe.
 */
public final class KafkaInstallation {

    private final Map<String, Object> connection;
    private final TopicPlan plan;
    private final Topics topics;

    KafkaInstallation(Map<String, Object> connection, TopicPlan plan, Topics topics) {
        this.connection = Map.copyOf(connection);
        this.plan = plan;
        this.topics = topics;
    }

    /** Makes the topics that are missing, and gives all of them their partitions and retention. */
    public void makeTopics() {
        KafkaAdmin admin = new KafkaAdmin(connection);
        admin.setModifyTopicConfigs(true);
        admin.createOrModifyTopics(plan.topics().toArray(NewTopic[]::new));
    }

    /**
     * Makes users with their rights.
     *
     * @param passwords by account, such as {@code capture}; a name that is no account of Kafka's is not meant for us
     */
    public void makeAccounts(Map<String, String> passwords) {
        try (Broker broker = new Broker(connection)) {
            new Accounts(broker, topics).make(passwords);
        }
    }

    /**
     * Removes topics, consumer groups and, where we make them, users.
     *
     * @return the names of the topics that are gone
     */
    public Set<String> remove(boolean accounts) {
        try (Broker broker = new Broker(connection)) {
            Set<String> ours = broker
                    .ask("list topics", admin -> admin.listTopics().names())
                    .stream()
                    .filter(name -> name.startsWith(topics.prefix() + "."))
                    .collect(Collectors.toSet());
            List<String> groups = broker
                    .ask("list groups", admin -> admin.listGroups().all())
                    .stream()
                    .map(GroupListing::groupId)
                    .filter(name -> name.startsWith(topics.prefix() + "-"))
                    .toList();
            broker.ask(
                    "delete groups", admin -> admin.deleteConsumerGroups(groups).all());
            broker.ask("delete topics", admin -> admin.deleteTopics(ours).all());
            if (accounts) {
                new Accounts(broker, topics).remove();
            }
            return ours;
        }
    }
}
