package dev.freshet.app.kafka;

import dev.freshet.events.Topics;
import dev.freshet.migration.accounts.Accounts;
import dev.freshet.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
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

    /** Makes the topics that are missing, and gives all of them their partitions and retention; unless others do. */
    public void makeTopics() {
        if (!plan.isOurs()) {
            return;
        }
        KafkaAdmin admin = new KafkaAdmin(connection);
        admin.setModifyTopicConfigs(true);
        admin.createOrModifyTopics(plan.topics().toArray(NewTopic[]::new));
    }

    /** Makes the users that have a password, with their rights. */
    public void makeUsers(Accounts accounts) {
        try (Broker broker = new Broker(connection)) {
            users(broker, accounts).make(accounts.passwords());
        }
    }

    private Users users(Broker broker, Accounts accounts) {
        return new Users(broker, User.of(accounts, topics));
    }

    /** Removes the users of these accounts, with their rights. */
    public void removeUsers(Accounts accounts) {
        try (Broker broker = new Broker(connection)) {
            users(broker, accounts).remove();
        }
    }

    /**
     * Makes sure that no role consumes any more. Changes nothing.
     *
     * @throws Refusal naming the consumer groups that have members
     */
    public void requireNobody() {
        try (Broker broker = new Broker(connection)) {
            List<String> all = groups(broker);
            Map<String, ConsumerGroupDescription> groups =
                    broker.ask("describe groups", admin -> admin.describeConsumerGroups(all)
                            .all());
            List<String> busy = groups.values().stream()
                    .filter(group -> !group.members().isEmpty())
                    .map(ConsumerGroupDescription::groupId)
                    .sorted()
                    .toList();
            if (!busy.isEmpty()) {
                throw new Refusal(
                        "roles still run: the consumer groups " + String.join(", ", busy) + " have members",
                        "stop the roles first; one that was killed is a member for up to 45 s more. Nothing has been"
                                + " removed");
            }
        }
    }

    private List<String> groups(Broker broker) {
        return broker.ask("list groups", admin -> admin.listGroups().all()).stream()
                .map(GroupListing::groupId)
                .filter(name -> name.startsWith(topics.prefix() + "-"))
                .toList();
    }

    /**
     * Removes topics and consumer groups.
     *
     * @return the names of the topics that are gone
     */
    public Set<String> removeTopics() {
        try (Broker broker = new Broker(connection)) {
            Set<String> ours = broker
                    .ask("list topics", admin -> admin.listTopics().names())
                    .stream()
                    .filter(name -> name.startsWith(topics.prefix() + "."))
                    .collect(Collectors.toSet());
            List<String> groups = groups(broker);
            broker.ask(
                    "delete groups", admin -> admin.deleteConsumerGroups(groups).all());
            broker.ask("delete topics", admin -> admin.deleteTopics(ours).all());
            return ours;
        }
    }
}
