package dev.freshet.app.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.app.settings.TopicSettings;
import dev.freshet.events.Topics;
import dev.freshet.migration.accounts.Account;
import dev.freshet.migration.accounts.Accounts;
import dev.freshet.refusal.Refusal;
import dev.freshet.rules.RulesFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics, users and rights, as a broker that guards them sees them. */
class KafkaInstallationIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Topics TOPICS = new Topics("freshet");
    private static final String LECTURES = "freshet.cdc.public.lectures";

    private static final List<String> FOREIGN = List.of("orders", "freshets.own");

    /** Lies within our prefix, so that it goes when ours go; but nobody has a right to it. */
    private static final String NEIGHBOUR = "freshet.cdc2";

    private static final List<String> OURS = List.of(
            LECTURES,
            "freshet.watermarks",
            "freshet.commands",
            "freshet.invalidations",
            "freshet.accesses",
            "freshet.dead-letters",
            "freshet.capture-offsets");

    @TempDir
    private static Path folder;

    private static GuardedBroker broker;
    private static Admin admin;

    private final KafkaInstallation installation = installation(3);

    @BeforeAll
    static void start() {
        broker = new GuardedBroker(folder.resolve("broker"));
        admin = broker.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void haveSomethingOfOthers() throws Exception {
        for (String topic : FOREIGN) {
            create(topic, 1, Map.of());
        }
        create(NEIGHBOUR, 1, Map.of());
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        "somebody", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "else")))
                .all()
                .get();
        admin.createAcls(List.of(new Rights("somebody").read("orders"))).all().get();
    }

    @AfterEach
    void removeEverything() throws Exception {
        admin.deleteTopics(admin.listTopics().names().get()).all().get();
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        admin.deleteConsumerGroups(groups()).all().get();
        installation.removeUsers(accounts("x"));
        await().atMost(SOON).until(() -> admin.listTopics().names().get().isEmpty());
    }

    @Test
    void topicsHaveTheirPartitionsAndRetention() throws Exception {
        installation.makeTopics();

        Map<String, String> days = new HashMap<>();
        OURS.forEach(topic -> days.put(topic, "172800000"));
        List.of("freshet.invalidations", "freshet.accesses", "freshet.dead-letters")
                .forEach(topic -> days.put(topic, "777600000"));
        days.remove("freshet.capture-offsets");
        assertThat(admin.listTopics().names().get()).containsAll(OURS);
        for (String topic : days.keySet()) {
            assertThat(config(topic, "retention.ms")).as(topic).isEqualTo(days.get(topic));
            assertThat(partitions(topic)).as(topic).isEqualTo(topic.equals("freshet.watermarks") ? 1 : 3);
        }
        assertThat(config("freshet.capture-offsets", "cleanup.policy")).isEqualTo("compact");
        assertThat(partitions("freshet.capture-offsets")).isEqualTo(1);
    }

    @Test
    void topicsThatExistedGetThemToo() throws Exception {
        create("freshet.accesses", 1, Map.of("retention.ms", "1000"));
        create("freshet.commands", 5, Map.of());
        create("freshet.capture-offsets", 1, Map.of("cleanup.policy", "delete"));

        installation.makeTopics();

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(partitions("freshet.accesses")).isEqualTo(3);
            assertThat(config("freshet.accesses", "retention.ms")).isEqualTo("777600000");
            assertThat(partitions("freshet.commands")).as("fewer cannot be had").isEqualTo(5);
            assertThat(config("freshet.capture-offsets", "cleanup.policy")).isEqualTo("compact");
        });
    }

    @Test
    void eachUserMayDoExactlyWhatItNeeds() throws Exception {
        install("secret");
        awaitRights();
        for (String topic : all()) {
            fill(topic);
        }
        Map<Account, Set<String>> expected = new EnumMap<>(Account.class);
        expected.put(
                Account.CAPTURE,
                Set.of(
                        "write " + LECTURES,
                        "write freshet.watermarks",
                        "write freshet.commands",
                        "write freshet.capture-offsets",
                        "read freshet.capture-offsets"));
        expected.put(
                Account.INVALIDATION,
                Set.of(
                        "read " + LECTURES,
                        "read freshet.watermarks",
                        "read freshet.commands",
                        "join freshet-invalidation",
                        "write freshet.invalidations",
                        "write freshet.dead-letters"));
        expected.put(
                Account.STATISTICS,
                Set.of(
                        "read freshet.accesses",
                        "read freshet.invalidations",
                        "join freshet-statistics",
                        "write freshet.dead-letters"));
        expected.put(Account.CONSOLE, Set.of("write freshet.commands", "write freshet.accesses"));
        expected.put(Account.SUBSCRIBER, Set.of("read freshet.invalidations", "join subscriber-1"));
        expected.put(Account.APP, Set.of("write freshet.accesses", "read freshet.invalidations", "join app-1"));

        for (Map.Entry<Account, Set<String>> account : expected.entrySet()) {
            String user = accounts("secret").user(account.getKey()).orElseThrow();
            awaitLogin(user, "secret-" + account.getKey());
            Attempts attempts = new Attempts(broker.as(user, "secret-" + account.getKey()))
                    .topics(all())
                    .groups(List.of("freshet-invalidation", "freshet-statistics", "subscriber-1", "app-1", "orders"))
                    .administration();
            assertThat(attempts.succeeded()).as(user).isEqualTo(new TreeSet<>(account.getValue()));
        }
    }

    @Test
    void onceMoreChangesNothing() throws Exception {
        install("secret");
        awaitRights();
        Map<String, Uuid> topics = topicIds();

        install("secret");

        awaitRights();
        assertThat(topicIds()).isEqualTo(topics);
        assertThat(users()).contains("somebody", "freshet_capture", "app").doesNotContain("freshet_migrate");
    }

    @Test
    void aRightThatWasGrantedByHandIsTakenAway() throws Exception {
        install("secret");
        List<AclBinding> byHand =
                List.of(new Rights("freshet_console").readAll("freshet."), new Rights("app").write("freshet.commands"));
        admin.createAcls(byHand).all().get();
        await().atMost(SOON).untilAsserted(() -> assertThat(rights()).containsAll(byHand));

        install("secret");

        awaitRights();
    }

    @Test
    void aChangedPasswordTakesTheOldOnesPlace() throws Exception {
        install("old");
        awaitLogin("freshet_capture", "old-capture");

        install("new");

        awaitLogin("freshet_capture", "new-capture");
        assertThatThrownBy(() -> login("freshet_capture", "old-capture"))
                .hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void anAccountWithoutPasswordIsLeftAlone() throws Exception {
        installation.makeUsers(new Accounts("freshet_", "app", Map.of(Account.CAPTURE, "secret")));

        awaitLogin("freshet_capture", "secret");
        assertThat(users()).doesNotContain("app", "freshet_console");
        await().atMost(SOON).untilAsserted(() -> assertThat(rights())
                .extracting(right -> right.entry().principal())
                .containsOnly("User:freshet_capture", "User:somebody"));
    }

    @Test
    void whatIsRemovedIsOursOnly() throws Exception {
        install("secret");
        for (String group : List.of("freshet-invalidation", "freshet-statistics", "orders")) {
            admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition("orders", 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }

        for (int time = 0; time < 2; time++) {
            installation.removeTopics();
            installation.removeUsers(accounts("secret"));

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(admin.listTopics().names().get()).containsExactlyInAnyOrderElementsOf(FOREIGN));
            assertThat(groups()).containsExactly("orders");
            assertThat(users()).containsExactly("somebody");
            assertThat(rights()).containsExactly(new Rights("somebody").read("orders"));
        }
    }

    @Test
    void aLoginThatMayNotIsRefusedWithTheRemedy() throws Exception {
        install("secret");
        awaitLogin("freshet_capture", "secret-capture");
        KafkaInstallation weak = new KafkaInstallation(broker.as("freshet_capture", "secret-capture"), plan(3), TOPICS);

        assertThatThrownBy(() -> weak.makeUsers(accounts("other")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Kafka could not make users")
                .hasMessageNotContaining("other");
    }

    private void install(String password) {
        installation.makeTopics();
        installation.makeUsers(accounts(password));
    }

    private static KafkaInstallation installation(int partitions) {
        return new KafkaInstallation(broker.asAdmin(), plan(partitions), TOPICS);
    }

    private static TopicPlan plan(int partitions) {
        return new TopicPlan(
                new TopicSettings("freshet", partitions, (short) -1, true, Duration.ofDays(2), Duration.ofDays(9)),
                TOPICS,
                RulesFile.read(
                        "test.yaml",
                        """
                        caches:
                          answers: {keys: "answer:{id}"}
                        sources:
                          public.lectures:
                            stale: [{cache: answers, key: "answer:{id}"}]
                        """));
    }

    private static Accounts accounts(String password) {
        Map<Account, String> passwords = new EnumMap<>(Account.class);
        for (Account account : Account.values()) {
            passwords.put(account, password + "-" + account);
        }
        return new Accounts("freshet_", "app", passwords);
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(OURS);
        all.addAll(FOREIGN);
        all.add(NEIGHBOUR);
        return all;
    }

    private static void create(String topic, int partitions, Map<String, String> configs) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configs)))
                .all()
                .get();
        // the broker's own view may lag behind its controller's
        await().atMost(SOON).ignoreExceptions().until(() -> partitions(topic) == partitions);
    }

    private static void fill(String topic) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(broker.asAdmin(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get();
        }
    }

    /** The broker learns of users and rights a moment after they were made. */
    private static void awaitLogin(String user, String password) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> login(user, password));
    }

    /** Those of all users, and what others had. */
    private static void awaitRights() {
        List<AclBinding> expected = new ArrayList<>(List.of(new Rights("somebody").read("orders")));
        User.of(accounts("any"), TOPICS).forEach(user -> expected.addAll(user.rights()));
        await().atMost(SOON).untilAsserted(() -> assertThat(rights()).containsExactlyInAnyOrderElementsOf(expected));
    }

    private static void login(String user, String password) throws InterruptedException, ExecutionException {
        try (Admin client = Admin.create(broker.as(user, password))) {
            client.describeCluster().nodes().get();
        }
    }

    private static String config(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
        return Objects.requireNonNull(config.get(name)).value();
    }

    private static int partitions(String topic) throws Exception {
        return Objects.requireNonNull(admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .partitions()
                .size();
    }

    private static Map<String, Uuid> topicIds() throws Exception {
        Map<String, Uuid> ids = new HashMap<>();
        for (TopicDescription topic :
                admin.describeTopics(OURS).allTopicNames().get().values()) {
            ids.put(topic.name() + " of " + topic.partitions().size(), topic.topicId());
        }
        return ids;
    }

    private static Collection<AclBinding> rights() throws Exception {
        return admin.describeAcls(AclBindingFilter.ANY).values().get();
    }

    private static Set<String> users() throws Exception {
        return admin.describeUserScramCredentials().all().get().keySet();
    }

    private static List<String> groups() throws Exception {
        return admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .toList();
    }
}
