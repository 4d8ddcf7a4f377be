package dev.freshet.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestServers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** Whatever ends the engine, it comes back, and nothing is lost. */
class SupervisionIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.items:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;

    private CaptureRig rig;
    private TopicReader topics;

    @BeforeEach
    void start() {
        rig = new CaptureRig(TestServers.shared(), RULES, "create table public.items (id int primary key)");
        topics = rig.reader();
    }

    @AfterEach
    void stop() {
        topics.close();
        rig.close();
    }

    @Test
    void bringsWhatWasChangedWhileItWasStopped() {
        rig.start();
        insert(0, 10);
        awaitItems(10);
        rig.stopAll();
        insert(10, 20);
        rig.start();

        awaitItems(20);
    }

    @Test
    void bringsWhatWasChangedBetweenTheSlotAndTheFirstEngine() {
        rig.start();
        awaitStreaming(rig.only());
        rig.stopAll();
        // As after a crash between the record of a gap and the first position under its name
        rig.sql("insert into freshet.gap (source, reason) values ('freshet', 'a test')");
        insert(0, 10);
        rig.start();

        awaitItems(10);
    }

    @Test
    void losesNothingWhenTheConnectionIsCutInTheMiddle() {
        rig.start();
        for (int i = 0; i < 10; i++) {
            insert(i * 100, i * 100 + 100);
            cutStream();
        }

        awaitItems(1000);
    }

    @Test
    void standsByAndTakesOver() {
        ConfigurableApplicationContext first = rig.start();
        awaitStreaming(first);
        insert(0, 10);
        awaitItems(10);
        ConfigurableApplicationContext second = rig.start(rig.rules());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> "STANDBY".equals(health(second).getDetails().get("state")));
        assertThat(health(second).getStatus()).isEqualTo(Status.UP);
        assertThat(health(second).getDetails()).containsEntry("state", "STANDBY");

        first.close();
        insert(10, 20);

        awaitItems(20);
        assertThat(gaps()).isEqualTo(1);
    }

    @Test
    void waitsForAKafkaThatDoesNotTakeItsRecords() throws ExecutionException, InterruptedException {
        rig.with("freshet.capture.acknowledgement", "2s");
        ConfigurableApplicationContext context = rig.start();
        insert(0, 10);
        awaitItems(10);

        deleteTopic();
        insert(10, 20);
        awaitDown(context);
        assertThat(String.valueOf(health(context).getDetails().get("reason"))).contains(itemsTopic());
        rig.createTopics();

        topics.close();
        topics = rig.reader();
        await().atMost(Duration.ofSeconds(60)).until(() -> items().containsAll(ids(10, 20)));
        awaitStreaming(context);
    }

    @Test
    void tellsHowItIs() {
        ConfigurableApplicationContext context = rig.start();
        awaitStreaming(context);
        insert(0, 10);
        awaitItems(10);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> health(context).getDetails().containsKey("slot"));

        assertThat(health(context).getDetails())
                .containsEntry("state", "STREAMING")
                .containsKeys("since", "lagSeconds");
        assertThat(context.getBean(CaptureStatus.class).publishedChanges()).isEqualTo(10);
    }

    private void insert(int from, int to) {
        rig.sql("insert into public.items select generate_series(" + from + ", " + (to - 1) + ")");
    }

    /** Each id at least once. */
    private void awaitItems(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> items().containsAll(ids(0, count)));
    }

    private static List<Integer> ids(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private Collection<Integer> items() {
        return topics.all(itemsTopic()).stream()
                .map(message -> message.after().path("id").asInt())
                .collect(Collectors.toSet());
    }

    private void cutStream() {
        // without a watermark in between, the pauses grow to their longest
        await().atMost(Duration.ofSeconds(90)).until(() -> !rig.database()
                .sql("select pg_terminate_backend(active_pid) from pg_replication_slots"
                        + " where slot_name = ? and active_pid is not null")
                .param(rig.slot())
                .query(Boolean.class)
                .list()
                .isEmpty());
    }

    private long gaps() {
        return rig.database()
                .sql("select count(*) from freshet.gap")
                .query(Long.class)
                .single();
    }

    private void deleteTopic() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", rig.servers().bootstrapServers()))) {
            admin.deleteTopics(List.of(itemsTopic())).all().get();
        }
    }

    private String itemsTopic() {
        return rig.topics().changes("public", "items");
    }

    private static void awaitStreaming(ConfigurableApplicationContext context) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> health(context).getStatus().equals(Status.UP)
                        && "STREAMING".equals(health(context).getDetails().get("state")));
    }

    private static void awaitDown(ConfigurableApplicationContext context) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> health(context).getStatus().equals(Status.DOWN));
    }

    private static Health health(ConfigurableApplicationContext context) {
        return context.getBean(CaptureHealthIndicator.class).health();
    }
}
