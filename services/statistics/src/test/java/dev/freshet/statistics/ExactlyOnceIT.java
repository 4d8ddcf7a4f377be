package dev.freshet.statistics;

import static dev.freshet.statistics.Events.hit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.EventJson;
import dev.freshet.refusal.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Roles that come, go and fail. */
class ExactlyOnceIT {

    private static final String ACCESSES = "statistics-accesses";
    private static final Duration LONG = Duration.ofSeconds(90);

    private final Scene scene = new Scene(2, "lectures");

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void startsFromTheStoredPositionsWhateverTheGroupsOffsetsSay() throws Exception {
        send(1000);
        scene.stop(startAndCount("freshet.statistics.folding.batch=100"));
        commitInGroup(0);
        send(10);
        scene.stop(startAndCount());
        assertThat(total()).isEqualTo(1010);

        commitInGroup(1010);
        send(10);
        startAndCount();
        assertThat(total()).isEqualTo(1020);
    }

    @Test
    void countsExactlyWhileConsumersComeAndGo() {
        scene.start("freshet.statistics.folding.batch=50", "freshet.statistics.folding.threads=2");
        for (int round = 0; round < 3; round++) {
            ConfigurableApplicationContext other = scene.start("freshet.statistics.folding.batch=20");
            send(2000);
            scene.stop(other);
            send(500);
        }
        awaitCounted();

        assertThat(total()).isEqualTo(7500);
        assertThat(scene.rows("SELECT sum(total_requests) FROM public.ai_cache_stats"))
                .containsExactly("7500");
    }

    @Test
    void waitsForTheDatabaseAndSkipsNothing() {
        send(100);
        ConfigurableApplicationContext context = startAndCount("freshet.statistics.folding.longest-pause=1s");
        JdbcTemplate server = new JdbcTemplate(new DriverManagerDataSource(
                scene.servers().jdbcUrl("postgres"),
                scene.servers().user(),
                scene.servers().password()));
        server.execute("ALTER DATABASE " + scene.database() + " ALLOW_CONNECTIONS false");
        server.queryForList(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?", scene.database());
        send(100);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));
        HttpResponse<String> answer = Scene.get(context, "/v1/stats/daily");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");

        server.execute("ALTER DATABASE " + scene.database() + " ALLOW_CONNECTIONS true");
        awaitCounted();
        assertThat(total()).isEqualTo(200);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
        assertThat(health(context).getDetails().toString()).contains("lastFailure");
    }

    @Test
    void goesOnFromTheStoredPositionWhenAnotherConsumerCountsWhatItHasInHand() {
        send(10);
        ConfigurableApplicationContext context = startAndCount();
        String topic = scene.topics().accesses();
        byte[] event = EventJson.write(hit("c", "2026-01-01T10:00:00Z"));
        new TransactionTemplate(new JdbcTransactionManager(scene.dataSource())).executeWithoutResult(status -> {
            scene.jdbc()
                    .update(
                            "UPDATE freshet.consumer_position SET next_offset = next_offset + 3"
                                    + " WHERE consumer = ? AND partition = 0",
                            ACCESSES);
            for (int i = 0; i < 10; i++) {
                scene.put(topic, 0, event);
            }
        });
        awaitCounted();

        assertThat(total()).isEqualTo(17);
        assertThat(context.getBean(MeterRegistry.class)
                        .get("freshet.statistics.refused")
                        .tag("consumer", ACCESSES)
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void beginsAnewWhenATopicWasRecreated() throws Exception {
        send(10);
        scene.stop(startAndCount());
        scene.admin().deleteTopics(List.of(scene.topics().accesses())).all().get();
        await().atMost(LONG).ignoreExceptions().until(() -> {
            scene.createTopics(2, scene.topics().accesses());
            return true;
        });
        send(7);
        scene.start();

        await().atMost(LONG).untilAsserted(() -> assertThat(total()).isEqualTo(17));
    }

    @Test
    void saysWhatRetentionTookBeforeItWasCounted() throws Exception {
        send(10);
        scene.stop(startAndCount());
        send(10);
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        scene.ends(scene.topics().accesses())
                .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        scene.admin().deleteRecords(all).all().get();
        send(5);
        ConfigurableApplicationContext context = startAndCount();

        assertThat(total()).isEqualTo(15);
        assertThat(health(context).getDetails().toString()).contains("lost=10");
    }

    @Test
    void keepsItsOwnTablesWhereThePackIsOff() {
        try (Scene bare = new Scene(1)) {
            bare.send(bare.topics().accesses(), "key", hit("bare", "2026-01-01T10:00:00Z"));
            bare.start();
            bare.awaitCounted(ACCESSES, bare.topics().accesses());

            assertThat(bare.rows("SELECT cache, total_requests FROM freshet.daily_operation"))
                    .containsExactly("bare|1");
        }
    }

    @Test
    void refusesToStartWithoutItsTables() {
        scene.jdbc().execute("DROP TABLE freshet.daily_invalidation CASCADE");

        assertThatThrownBy(scene::start)
                .rootCause()
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("freshet.daily_invalidation");
    }

    private ConfigurableApplicationContext startAndCount(String... settings) {
        ConfigurableApplicationContext context = scene.start(settings);
        awaitCounted();
        return context;
    }

    private void send(int howMany) {
        for (int i = 0; i < howMany; i++) {
            scene.send(scene.topics().accesses(), "key" + i, hit("c", "2026-01-0" + (1 + i % 3) + "T10:00:00Z"));
        }
        scene.flush();
    }

    private void awaitCounted() {
        scene.awaitCounted(ACCESSES, scene.topics().accesses());
    }

    private long total() {
        return Long.parseLong(scene.rows("SELECT coalesce(sum(total_requests), 0) FROM freshet.daily_operation")
                .get(0));
    }

    private void commitInGroup(long offset) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        scene.ends(scene.topics().accesses())
                .keySet()
                .forEach(partition -> offsets.put(partition, new OffsetAndMetadata(offset)));
        scene.admin()
                .alterConsumerGroupOffsets(scene.topics().prefix() + "-" + ACCESSES, offsets)
                .all()
                .get();
    }

    private static Health health(ConfigurableApplicationContext context) {
        return Objects.requireNonNull(context.getBean("statisticsHealthIndicator", HealthIndicator.class)
                .health());
    }
}
