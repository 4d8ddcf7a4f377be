package dev.freshet.app.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tries everything with one login, and tells what the broker let it do. */
final class Attempts {

    private static final int PATIENCE = 20_000;

    private final Map<String, Object> login;
    private final TreeSet<String> succeeded = new TreeSet<>();

    Attempts(Map<String, Object> login) {
        this.login = Map.copyOf(login);
    }

    /** Such as {@code write freshet.accesses}, {@code read freshet.commands}, {@code join subscriber-1}. */
    Set<String> succeeded() {
        return succeeded;
    }

    Attempts topics(List<String> topics) throws InterruptedException {
        for (String topic : topics) {
            write(topic);
            read(topic);
        }
        return this;
    }

    private void write(String topic) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(login);
        properties.put("max.block.ms", PATIENCE);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", "tried")).get();
            succeeded.add("write " + topic);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).as("write " + topic).isInstanceOf(AuthorizationException.class);
        }
    }

    /** The topic has a record. */
    private void read(String topic) {
        Map<String, Object> properties = new HashMap<>(login);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            assertThat(consumer.poll(Duration.ofMillis(PATIENCE)))
                    .as("read " + topic)
                    .isNotEmpty();
            succeeded.add("read " + topic);
        } catch (TopicAuthorizationException e) {
            assertThat(e.unauthorizedTopics()).containsExactly(topic);
        }
    }

    /** The group is looked at first: who may not read the topic gets so far, too. */
    Attempts groups(List<String> groups) {
        for (String group : groups) {
            Map<String, Object> properties = new HashMap<>(login);
            properties.put("group.id", group);
            try (KafkaConsumer<String, String> consumer =
                    new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
                consumer.commitSync(Map.of(new TopicPartition("freshet.invalidations", 0), new OffsetAndMetadata(0)));
                succeeded.add("join " + group);
            } catch (TopicAuthorizationException e) {
                succeeded.add("join " + group);
            } catch (GroupAuthorizationException e) {
                assertThat(e.groupId()).isEqualTo(group);
            }
        }
        return this;
    }

    /** What an administrator does. */
    Attempts administration() throws InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "freshet.invalidations");
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        AclBinding everything = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.ALLOW));
        try (Admin admin = Admin.create(login)) {
            administer(
                    "create topics",
                    admin.createTopics(List.of(new NewTopic("freshet.tried", 1, (short) 1)))
                            .all());
            administer(
                    "create partitions",
                    admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(50)))
                            .all());
            administer(
                    "delete records",
                    admin.deleteRecords(Map.of(
                                    new TopicPartition("freshet.invalidations", 0),
                                    org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(0)))
                            .all());
            administer("delete topics", admin.deleteTopics(List.of("orders")).all());
            administer(
                    "alter topics",
                    admin.incrementalAlterConfigs(Map.of(
                                    topic,
                                    List.of(new AlterConfigOp(
                                            new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET))))
                            .all());
            administer(
                    "see the broker's settings",
                    admin.describeConfigs(List.of(broker)).all());
            administer("see rights", admin.describeAcls(AclBindingFilter.ANY).values());
            administer("grant rights", admin.createAcls(List.of(everything)).all());
            administer("see users", admin.describeUserScramCredentials().all());
            administer(
                    "make users",
                    admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                    "tried", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "tried")))
                            .all());
        }
        return this;
    }

    private void administer(String what, KafkaFuture<?> answer) throws InterruptedException {
        try {
            answer.get();
            succeeded.add(what);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).as(what).isInstanceOf(AuthorizationException.class);
        }
    }
}
