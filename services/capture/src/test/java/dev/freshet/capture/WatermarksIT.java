package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.Command;
import dev.freshet.events.EventJson;
import dev.freshet.events.Watermark;
import dev.freshet.rules.RulesFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What a watermark says is true, and none is published while that is in doubt. */
class WatermarksIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
              summaries: {keys: "summary:{id}"}
            sources:
              public.items:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;
    private static final String MORE_RULES = RULES
            + """
              public.notes:
                stale: [{cache: summaries, key: "summary:{id}"}]
            """;

    private CaptureRig rig;
    private TopicReader topics;

    @BeforeEach
    void start() {
        rig = new CaptureRig(
                TestServers.shared(),
                RULES,
                "create table public.items (id int primary key)",
                "create table public.notes (id int primary key)");
        topics = rig.reader();
    }

    @AfterEach
    void stop() {
        topics.close();
        rig.close();
    }

    @Test
    void everyChangeCommittedBeforeItsTimeLiesBeforeItsOffsets() {
        rig.start();
        List<Instant> committedAt = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rig.sql("insert into public.items values (" + i + ")");
            committedAt.add(now());
        }
        Instant last = now();
        topics.first(rig.topics().watermarks(), message -> read(message).time().isAfter(last));

        List<TopicReader.Message> changes = topics.all(items());
        assertThat(changes).hasSize(300);
        for (TopicReader.Message message : topics.all(rig.topics().watermarks())) {
            Watermark watermark = read(message);
            assertThat(watermark.rules()).isEqualTo(rig.rules().digest());
            assertThat(idsBefore(watermark, changes)).containsAll(indicesBefore(watermark.time(), committedAt));
        }
    }

    @Test
    void speaksOfEveryPartitionByTheTopicsId() throws ExecutionException, InterruptedException {
        rig.start();

        Watermark watermark = read(topics.first(rig.topics().watermarks(), message -> true));

        assertThat(watermark.offsets())
                .filteredOn(position -> position.topic().equals(items()))
                .extracting(Watermark.Position::partition)
                .containsExactly(0, 1, 2, 3);
        assertThat(watermark.offsets())
                .filteredOn(position -> position.topic().equals(rig.topics().commands()))
                .hasSize(4)
                .extracting(Watermark.Position::topicId)
                .containsOnly(topicId(rig.topics().commands()));
        assertThat(watermark.offsets().stream()
                        .mapToLong(Watermark.Position::nextOffset)
                        .sum())
                .as("the commands of the first start lie before it")
                .isEqualTo(2);
    }

    @Test
    void carriesCloudEventAttributes() {
        rig.start();

        TopicReader.Message message = topics.first(rig.topics().watermarks(), each -> true);

        assertThat(message.keyText()).isEqualTo("freshet");
        assertThat(message.header("ce_type")).isEqualTo("dev.freshet.watermark.v1");
        assertThat(message.header("ce_id")).isNotBlank();
        assertThat(message.header("content-type")).isEqualTo("application/json");
    }

    @Test
    void noneWhileAGapIsOpen() throws SQLException {
        ConfigurableApplicationContext old = rig.start();
        topics.first(rig.topics().watermarks(), message -> true);
        old.close();
        try (Connection connection = rig.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into public.notes values (1)");

            var rules = RulesFile.read("more.yaml", MORE_RULES);
            var context = rig.start(rules);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> context.getBean(CaptureStatus.class).heldBy() != null);
            rig.sql("insert into public.items values (1)");
            topics.first(items(), message -> message.isOf(1));

            assertThat(topics.all(rig.topics().watermarks()))
                    .noneMatch(message -> read(message).rules().equals(rules.digest()));
            assertThat(topics.all(rig.topics().commands())).noneMatch(WatermarksIT::isOfChangedRules);
            assertThat(openGaps()).isEqualTo(1);

            connection.commit();
            topics.first(
                    rig.topics().watermarks(), message -> read(message).rules().equals(rules.digest()));
            assertThat(topics.all(rig.topics().commands()))
                    .filteredOn(WatermarksIT::isOfChangedRules)
                    .extracting(message -> EventJson.read(message.record().value(), Command.class)
                            .cache())
                    .containsExactlyInAnyOrder("answers", "summaries");
            assertThat(openGaps()).isZero();
        }
    }

    private static boolean isOfChangedRules(TopicReader.Message message) {
        return String.valueOf(
                        EventJson.read(message.record().value(), Command.class).why())
                .contains("rules changed");
    }

    private long openGaps() {
        return rig.database()
                .sql("select count(*) from freshet.gap where announced_at is null")
                .query(Long.class)
                .single();
    }

    private Set<Integer> idsBefore(Watermark watermark, List<TopicReader.Message> changes) {
        Map<Integer, Long> next = watermark.offsets().stream()
                .filter(position -> position.topic().equals(items()))
                .collect(Collectors.toMap(Watermark.Position::partition, Watermark.Position::nextOffset));
        return changes.stream()
                .filter(message -> message.record().offset()
                        < next.getOrDefault(message.record().partition(), 0L))
                .map(message -> message.after().path("id").asInt())
                .collect(Collectors.toSet());
    }

    private static List<Integer> indicesBefore(Instant time, List<Instant> times) {
        return IntStream.range(0, times.size())
                .filter(index -> times.get(index).isBefore(time))
                .boxed()
                .toList();
    }

    private Instant now() {
        return rig.database()
                .sql("select clock_timestamp()")
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private String topicId(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", rig.servers().bootstrapServers()))) {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                    .map(description -> description.topicId().toString())
                    .collect(Collectors.joining());
        }
    }

    private static Watermark read(TopicReader.Message message) {
        return EventJson.read(message.record().value(), Watermark.class);
    }

    private String items() {
        return rig.topics().changes("public", "items");
    }
}
