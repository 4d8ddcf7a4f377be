package dev.freshet.statistics;

import static dev.freshet.statistics.Events.access;
import static dev.freshet.statistics.Events.hit;
import static dev.freshet.statistics.Events.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Access.Outcome;
import dev.freshet.events.EventJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class StatisticsIT {

    private static final String ACCESSES = "statistics-accesses";
    private static final String INVALIDATIONS = "statistics-invalidations";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Scene scene = new Scene(2, "lectures");

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void countsEachAccessByDayCacheAndOperation() {
        sendAccess("a", access("quiz", Outcome.redis, 150, "2026-01-01T10:00:00Z"));
        sendAccess("b", access("quiz", Outcome.postgres, 50, "2026-01-01T11:00:00Z"));
        sendAccess("c", access("quiz", Outcome.miss, 999, "2026-01-01T12:00:00Z"));
        sendAccess("d", access("summary", Outcome.bypass, 0, "2026-01-01T13:00:00Z"));
        scene.start();
        awaitAccesses();

        assertThat(rows("SELECT operation, total_requests, redis_hits, postgres_hits, misses, bypasses, tokens_saved"
                        + " FROM freshet.daily_operation ORDER BY operation"))
                .containsExactly("quiz|3|1|1|1|0|200", "summary|1|0|0|0|1|0");
        assertThat(
                        rows(
                                "SELECT date, total_requests, cache_hits, cache_misses, tokens_saved FROM public.ai_cache_stats"))
                .containsExactly("2026-01-01|4|2|2|200");
    }

    @Test
    void countsAnEventForTheUtcDayOfItsOwnTime() {
        sendAccess("a", hit("2025-12-31T23:59:59.999999999Z"));
        sendAccess("a", hit("2026-01-01T00:00:00Z"));
        sendAccess("a", hit("2026-01-01T23:30:00Z"));
        sendAccess("a", hit("2099-01-01T00:00:00Z"));
        scene.sendRaw(
                scene.topics().accesses(),
                "a",
                """
                {"cache": "ai-responses", "outcome": "miss", "time": "2026-01-02T00:30:00+01:00"}"""
                        .getBytes(StandardCharsets.UTF_8));
        scene.start();
        awaitAccesses();

        assertThat(rows("SELECT date, total_requests FROM public.ai_cache_stats ORDER BY date"))
                .containsExactly("2025-12-31|1", "2026-01-01|3", "2099-01-01|1");
    }

    @Test
    void countsAnOutcomeOnceHoweverOftenItIsPublished() {
        for (int i = 0; i < 3; i++) {
            sendOutcome("x", EventJson.write(outcome("x", 2, 3, "2026-01-01T10:00:00Z")));
        }
        sendOutcome("y", EventJson.write(outcome("y", 0, 0, "2026-01-02T00:00:00Z")));
        ConfigurableApplicationContext first = scene.start();
        awaitInvalidations();
        sendOutcome("x", EventJson.write(outcome("x", 2, 3, "2026-01-01T10:00:00Z")));
        awaitInvalidations();

        assertThat(rows("SELECT date, cache, invalidations, rows_deleted, keys_removed FROM freshet.daily_invalidation"
                        + " ORDER BY date"))
                .containsExactly("2026-01-01|ai-responses|1|2|3", "2026-01-02|ai-responses|1|0|0");
        assertThat(rows("SELECT id, tag, table_name, operation, transaction_id, lsn, rows_deleted"
                        + " FROM freshet.invalidation_log ORDER BY id"))
                .containsExactly(
                        "x|lecture:1|public.lectures|update|4711|0/16B3748|2",
                        "y|lecture:1|public.lectures|update|4711|0/16B3748|0");
        assertThat(count(first, "duplicates", INVALIDATIONS)).isEqualTo(3);
        assertThat(count(first, "events", INVALIDATIONS)).isEqualTo(2);
    }

    @Test
    void parksWhatMakesNoSenseAndGoesOn() {
        String[] poison = {
            "no json",
            "null",
            "[]",
            "{\"cache\": \"c\", \"outcome\": \"redis\"}",
            "{\"cache\": \"c\", \"outcome\": \"guess\", \"time\": \"2026-01-01T00:00:00Z\"}",
            "{\"cache\": \"c\", \"outcome\": \"redis\", \"time\": \"+300000-01-01T00:00:00Z\"}",
            "{\"cache\": \"c\", \"outcome\": \"redis\", \"time\": \"1969-12-31T23:59:59Z\"}",
            "{\"cache\": \"c\", \"outcome\": \"redis\", \"time\": 1e300}",
            "{\"cache\": \"c\", \"outcome\": \"redis\", \"time\": \"2026-02-30T00:00:00Z\"}",
            "{\"cache\": \"c\\u0000\", \"outcome\": \"redis\", \"time\": \"2026-01-01T00:00:00Z\"}",
            "{\"cache\": \"\\ud800\", \"outcome\": \"redis\", \"time\": \"2026-01-01T00:00:00Z\"}",
            "{\"cache\": \"c\", \"outcome\": \"redis\", \"tokensSaved\": -1, \"time\": \"2026-01-01T00:00:00Z\"}",
            "{\"cache\": \"c\", \"outcome\": \"redis\", \"tokensSaved\": 9223372036854775807,"
                    + " \"time\": \"2026-01-01T00:00:00Z\"}",
            "{\"cache\": \"" + "c".repeat(5000) + "\", \"outcome\": \"redis\", \"time\": \"2026-01-01T00:00:00Z\"}",
        };
        for (String each : poison) {
            sendAccess("a", hit("2026-01-01T10:00:00Z"));
            scene.sendRaw(scene.topics().accesses(), "a", each.getBytes(StandardCharsets.UTF_8));
        }
        scene.sendRaw(scene.topics().accesses(), "tombstone", null);
        sendAccess("a", hit("2026-01-01T10:00:00Z"));
        sendOutcome("o", "{}".getBytes(StandardCharsets.UTF_8));
        sendOutcome("o", EventJson.write(outcome("good", 1, 1, "2026-01-01T10:00:00Z")));
        ConfigurableApplicationContext context = scene.start();
        awaitAccesses();
        awaitInvalidations();

        assertThat(rows("SELECT total_requests FROM freshet.daily_operation"))
                .containsExactly(String.valueOf(poison.length + 1));
        assertThat(rows("SELECT invalidations FROM freshet.daily_invalidation")).containsExactly("1");
        List<ConsumerRecord<byte[], byte[]>> letters =
                scene.records(scene.topics().deadLetters());
        assertThat(letters)
                .extracting(
                        letter -> letter.value() == null ? null : new String(letter.value(), StandardCharsets.UTF_8))
                .contains(poison)
                .contains("{}")
                .containsNull()
                .hasSize(poison.length + 2);
        assertThat(letters).allSatisfy(letter -> {
            assertThat(header(letter, "freshet-dead-letter-reason")).isNotBlank();
            assertThat(header(letter, "freshet-dead-letter-origin"))
                    .matches(scene.topics().prefix() + "\\.(accesses|invalidations)-[01]@\\d+");
            assertThat(header(letter, "freshet-dead-letter-consumer")).startsWith("statistics-");
        });
        assertThat(letters)
                .filteredOn(letter -> letter.value() == null)
                .extracting(letter -> new String(letter.key(), StandardCharsets.UTF_8))
                .containsExactly("tombstone");
        assertThat(count(context, "parked", ACCESSES)).isEqualTo(poison.length + 1);
        assertThat(count(context, "parked", INVALIDATIONS)).isEqualTo(1);
    }

    @Test
    void startsFromTheStoredPositionsWhateverTheGroupsOffsetsSay() throws Exception {
        sendAccesses(1000);
        ConfigurableApplicationContext first = scene.start("freshet.statistics.folding.batch=100");
        awaitAccesses();
        scene.stop(first);
        commitInGroup(0);
        sendAccesses(10);
        ConfigurableApplicationContext second = scene.start();
        awaitAccesses();
        assertThat(totalRequests()).isEqualTo(1010);
        scene.stop(second);

        commitInGroup(1010);
        sendAccesses(10);
        scene.start();
        awaitAccesses();
        assertThat(totalRequests()).isEqualTo(1020);
    }

    @Test
    void countsExactlyWhileConsumersComeAndGo() {
        scene.start("freshet.statistics.folding.batch=50", "freshet.statistics.folding.threads=2");
        int sent = 0;
        for (int round = 0; round < 4; round++) {
            ConfigurableApplicationContext other = scene.start("freshet.statistics.folding.batch=20");
            sent += sendAccesses(2000);
            scene.stop(other);
            sent += sendAccesses(500);
        }
        awaitAccesses();

        assertThat(totalRequests()).isEqualTo(sent);
        assertThat(rows("SELECT sum(total_requests) FROM public.ai_cache_stats"))
                .containsExactly("" + sent);
    }

    @Test
    void waitsForTheDatabaseAndSkipsNothing() {
        ConfigurableApplicationContext context = scene.start("freshet.statistics.folding.longest-pause=1s");
        int sent = sendAccesses(100);
        awaitAccesses();
        JdbcTemplate server = new JdbcTemplate(new DriverManagerDataSource(
                scene.servers().jdbcUrl("postgres"),
                scene.servers().user(),
                scene.servers().password()));
        server.execute("ALTER DATABASE " + scene.database() + " ALLOW_CONNECTIONS false");
        server.queryForList(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?", scene.database());
        sent += sendAccesses(100);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));

        server.execute("ALTER DATABASE " + scene.database() + " ALLOW_CONNECTIONS true");
        awaitAccesses();
        assertThat(totalRequests()).isEqualTo(sent);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
        assertThat(health(context).getDetails().toString()).contains("lastFailure", "lag=0");
    }

    @Test
    void beginsAnewWhenATopicWasRecreated() throws Exception {
        sendAccesses(10);
        ConfigurableApplicationContext first = scene.start();
        awaitAccesses();
        scene.stop(first);
        scene.admin().deleteTopics(List.of(scene.topics().accesses())).all().get();
        await().atMost(LONG).ignoreExceptions().until(() -> {
            scene.createTopics(2, scene.topics().accesses());
            return true;
        });
        sendAccesses(7);
        scene.start();

        await().atMost(LONG).untilAsserted(() -> assertThat(totalRequests()).isEqualTo(17));
    }

    @Test
    void healthTellsLagAndPositions() {
        sendAccess("a", hit("2026-01-01T10:00:00Z"));
        ConfigurableApplicationContext context = scene.start();
        awaitAccesses();

        await().atMost(LONG).untilAsserted(() -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails().toString())
                    .contains("lag=0", scene.topics().accesses() + "-0=");
        });
        assertThat(context.getBean(MeterRegistry.class)
                        .get("freshet.statistics.lag")
                        .tag("consumer", ACCESSES)
                        .gauge()
                        .value())
                .isZero();
    }

    private static Health health(ConfigurableApplicationContext context) {
        return Objects.requireNonNull(context.getBean("statisticsHealthIndicator", HealthIndicator.class)
                .health());
    }

    private void sendAccess(String key, Object event) {
        scene.send(scene.topics().accesses(), key, event);
    }

    private int sendAccesses(int howMany) {
        for (int i = 0; i < howMany; i++) {
            sendAccess("key" + i, hit("2026-01-0" + (1 + i % 3) + "T10:00:00Z"));
        }
        scene.flush();
        return howMany;
    }

    private void sendOutcome(String key, byte[] value) {
        scene.sendRaw(scene.topics().invalidations(), key, value);
    }

    private void awaitAccesses() {
        scene.awaitCounted(ACCESSES, scene.topics().accesses());
    }

    private void awaitInvalidations() {
        scene.awaitCounted(INVALIDATIONS, scene.topics().invalidations());
    }

    private long totalRequests() {
        Long sum = scene.jdbc()
                .queryForObject("SELECT coalesce(sum(total_requests), 0) FROM freshet.daily_operation", Long.class);
        return sum == null ? 0 : sum;
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

    private List<String> rows(String sql) {
        return scene.jdbc().queryForList(sql).stream()
                .map(row -> String.join(
                        "|", row.values().stream().map(String::valueOf).toList()))
                .toList();
    }

    private static double count(ConfigurableApplicationContext context, String meter, String consumer) {
        return context.getBean(MeterRegistry.class)
                .get("freshet.statistics." + meter)
                .tag("consumer", consumer)
                .counter()
                .count();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
