package dev.freshet.statistics;

import static dev.freshet.statistics.Events.access;
import static dev.freshet.statistics.Events.hit;
import static dev.freshet.statistics.Events.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Command;
import dev.freshet.events.DeadLetterHeaders;
import dev.freshet.events.Invalidation;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One running role; each test has a cache and days of its own. */
class StatisticsIT {

    private static final String ACCESSES = "statistics-accesses";
    private static final String INVALIDATIONS = "statistics-invalidations";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Clock NOON = Clock.fixed(Instant.parse("2030-01-31T12:00:00Z"), ZoneOffset.UTC);

    private static final Scene scene = new Scene(2, "lectures");
    private static final JsonMapper json = JsonMapper.shared();

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() {
        context = scene.start(NOON);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void countsEachAccessByDayCacheAndOperation() {
        send(access("tiers", "quiz", Outcome.redis, 150, "2020-01-01T10:00:00Z"));
        send(access("tiers", "quiz", Outcome.postgres, 50, "2020-01-01T11:00:00Z"));
        send(access("tiers", "quiz", Outcome.miss, 999, "2020-01-01T12:00:00Z"));
        send(access("tiers", "summary", Outcome.bypass, 0, "2020-01-01T13:00:00Z"));
        awaitAccesses();

        assertThat(rows("SELECT operation, total_requests, redis_hits, postgres_hits, misses, bypasses, tokens_saved"
                        + " FROM freshet.daily_operation WHERE cache = 'tiers' ORDER BY operation"))
                .containsExactly("quiz|3|1|1|1|0|200", "summary|1|0|0|0|1|0");
        assertThat(rows("SELECT total_requests, cache_hits, cache_misses, tokens_saved FROM public.ai_cache_stats"
                        + " WHERE date = '2020-01-01'"))
                .containsExactly("4|2|2|200");
    }

    @Test
    void countsAnEventForTheUtcDayOfItsOwnTime() {
        send(hit("days", "2019-12-30T23:59:59.999999999Z"));
        send(hit("days", "2019-12-31T00:00:00Z"));
        send(hit("days", "2019-12-31T23:30:00Z"));
        send(hit("days", "2099-01-01T00:00:00Z"));
        sendRaw("""
                {"cache": "days", "outcome": "miss", "time": "2020-01-01T00:30:00+01:00"}""");
        awaitAccesses();

        assertThat(rows("SELECT date, operation, total_requests FROM freshet.daily_operation WHERE cache = 'days'"
                        + " ORDER BY date, operation"))
                .containsExactly("2019-12-30|quiz|1", "2019-12-31||1", "2019-12-31|quiz|2", "2099-01-01|quiz|1");
    }

    @Test
    void countsAnOutcomeOnceHoweverOftenItIsPublished() {
        double before = count("duplicates", INVALIDATIONS);
        for (int i = 0; i < 3; i++) {
            send(outcome("x", "outcomes", 2, 3, "2021-01-01T10:00:00Z"));
        }
        send(outcome("y", "outcomes", 0, 0, "2021-01-02T00:00:00Z"));
        awaitInvalidations();
        send(outcome("x", "outcomes", 2, 3, "2021-01-01T10:00:00Z"));
        awaitInvalidations();

        assertThat(rows("SELECT date, invalidations, rows_deleted, keys_removed FROM freshet.daily_invalidation"
                        + " WHERE cache = 'outcomes' ORDER BY date"))
                .containsExactly("2021-01-01|1|2|3", "2021-01-02|1|0|0");
        assertThat(rows("SELECT id, tag, table_name, operation, transaction_id, lsn, rows_deleted"
                        + " FROM freshet.invalidation_log WHERE cache = 'outcomes' ORDER BY id"))
                .containsExactly(
                        "x|lecture:1|public.lectures|update|4711|0/16B3748|2",
                        "y|lecture:1|public.lectures|update|4711|0/16B3748|0");
        assertThat(count("duplicates", INVALIDATIONS) - before).isEqualTo(3);
    }

    @Test
    void logsWhoAskedForAnInvalidationAndWhy() {
        Command command = new Command("c1", "asked", null, null, true, "ada", "new prompt");
        send(new Invalidation(
                "z", "asked", "cache:asked", null, command, 1, 1, Instant.parse("2021-02-01T10:00:00.123456Z")));
        awaitInvalidations();

        assertThat(rows("SELECT table_name, commit_time, command_id, who, why, applied_at AT TIME ZONE 'UTC'"
                        + " FROM freshet.invalidation_log WHERE cache = 'asked'"))
                .containsExactly("null|null|c1|ada|new prompt|2021-02-01 10:00:00.123456");
    }

    @Test
    void parksWhatMakesNoSenseAndGoesOn() {
        String rest = "\"outcome\": \"redis\", \"time\": \"2026-01-01T00:00:00Z\"}";
        List<String> poison = List.of(
                "no json",
                "null",
                "[]",
                "{\"cache\": \"c\", \"outcome\": \"redis\"}",
                "{\"cache\": \"c\", \"outcome\": \"guess\", \"time\": \"2026-01-01T00:00:00Z\"}",
                "{\"cache\": \"c\", \"outcome\": \"redis\", \"time\": \"+300000-01-01T00:00:00Z\"}",
                "{\"cache\": \"c\", \"outcome\": \"redis\", \"time\": \"0000-12-31T23:59:59Z\"}",
                "{\"cache\": \"c\", \"outcome\": \"redis\", \"time\": \"2026-02-30T00:00:00Z\"}",
                "{\"cache\": \"c\", \"outcome\": \"redis\", \"time\": 1767225600000}",
                "{\"cache\": \"c\\u0000\", " + rest,
                "{\"cache\": \"\\ud800\", " + rest,
                "{\"cache\": \"c\", \"tokensSaved\": -1, " + rest,
                "{\"cache\": \"c\", \"tokensSaved\": 9223372036854775807, " + rest,
                "{\"cache\": \"" + "c".repeat(5000) + "\", " + rest);
        double before = count("parked", ACCESSES);
        for (String each : poison) {
            send(hit("poison", "2022-01-01T10:00:00Z"));
            sendRaw(each);
        }
        scene.sendRaw(scene.topics().accesses(), "tombstone", null);
        send(hit("poison", "2022-01-01T10:00:00Z"));
        scene.sendRaw(scene.topics().invalidations(), "o", "{}".getBytes(StandardCharsets.UTF_8));
        send(outcome("good", "poison", 1, 1, "2022-01-01T10:00:00Z"));
        awaitAccesses();
        awaitInvalidations();

        assertThat(rows("SELECT total_requests FROM freshet.daily_operation WHERE cache IN ('poison', 'c')"))
                .containsExactly(String.valueOf(poison.size() + 1));
        assertThat(rows("SELECT invalidations FROM freshet.daily_invalidation WHERE cache = 'poison'"))
                .containsExactly("1");
        assertThat(count("parked", ACCESSES) - before).isEqualTo(poison.size() + 1);
        List<ConsumerRecord<byte[], byte[]>> letters =
                scene.records(scene.topics().deadLetters());
        List<String> expected = new ArrayList<>(poison);
        expected.add("{}");
        expected.add("nothing of tombstone");
        assertThat(letters)
                .extracting(letter -> letter.value() == null
                        ? "nothing of " + new String(letter.key(), StandardCharsets.UTF_8)
                        : new String(letter.value(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(letters).allSatisfy(letter -> {
            assertThat(header(letter, DeadLetterHeaders.REASON)).isNotBlank();
            assertThat(header(letter, DeadLetterHeaders.ORIGIN))
                    .matches(scene.topics().prefix() + "\\.(accesses|invalidations)-[01]@\\d+");
            assertThat(header(letter, DeadLetterHeaders.CONSUMER)).startsWith("statistics-");
        });
    }

    @Test
    void healthAndMetricsTellTheLag() {
        send(hit("health", "2023-01-01T10:00:00Z"));
        awaitAccesses();

        await().atMost(LONG).untilAsserted(() -> {
            Health health = Objects.requireNonNull(context.getBean("statisticsHealthIndicator", HealthIndicator.class)
                    .health());
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().toString())
                    .contains("lag=0", scene.topics().accesses() + "-0=");
        });
        assertThat(context.getBean(MeterRegistry.class)
                        .get("freshet.statistics.lag")
                        .tag("consumer", ACCESSES)
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void answersTheSameAsTheFunctionInSql() {
        send(access("sql", "quiz", Outcome.redis, 100, "2024-02-28T10:00:00Z"));
        send(access("sql", "quiz", Outcome.postgres, 50, "2024-02-29T10:00:00Z"));
        send(access("sql", "summary", Outcome.miss, 0, "2024-02-29T11:00:00Z"));
        send(access("other", "summary", Outcome.bypass, 0, "2024-02-29T23:59:59Z"));
        send(access("sql", "quiz", Outcome.redis, 1, "2024-03-01T00:00:00Z"));
        awaitAccesses();

        List<String> answered = new ArrayList<>();
        days("from=2024-02-28&to=2024-02-29")
                .forEach(day -> answered.add(
                        fields(day, "date", "totalRequests", "cacheHits", "cacheMisses", "hitRate", "tokensSaved")));
        assertThat(answered)
                .isEqualTo(rows("SELECT date, total_requests, cache_hits, cache_misses, hit_rate, tokens_saved"
                        + " FROM public.get_cache_stats('2024-02-28', '2024-02-29')"))
                .containsExactly("2024-02-28|1|1|0|1.0|100", "2024-02-29|3|1|2|" + 1 / 3.0 + "|50");
    }

    @Test
    void answersForOneCacheAndOneOperation() {
        send(access("left", "quiz", Outcome.redis, 100, "2025-01-01T10:00:00Z"));
        send(access("left", "summary", Outcome.miss, 0, "2025-01-01T10:00:00Z"));
        send(access("right", "quiz", Outcome.redis, 7, "2025-01-01T10:00:00Z"));
        send(outcome("api", "left", 2, 3, "2025-01-01T10:00:00Z"));
        send(outcome("quiet", "left", 2, 3, "2025-01-03T10:00:00Z"));
        awaitAccesses();
        awaitInvalidations();
        String january = "from=2025-01-01&to=2025-01-31";
        String[] shown = {"date", "totalRequests", "tokensSaved", "invalidations", "rowsDeleted", "keysRemoved"};

        assertThat(days(january + "&cache=left"))
                .extracting(day -> fields(day, shown))
                .containsExactly("2025-01-01|2|100|1|2|3");
        assertThat(days(january + "&cache=left&operation=quiz"))
                .extracting(day -> fields(day, shown))
                .containsExactly("2025-01-01|1|100|-|-|-");
        assertThat(days(january + "&operation=quiz"))
                .extracting(day -> fields(day, shown))
                .containsExactly("2025-01-01|2|107|-|-|-");
        assertThat(days("from=2025-03-01&to=2025-03-31&cache=left")).isEmpty();
        assertThat(days("from=2025-01-02&to=2025-01-02")).isEmpty();
    }

    @Test
    void answersTheLast30DaysWhenNotToldWhich() {
        send(hit("last", "2030-01-01T23:59:59Z"));
        send(hit("last", "2030-01-02T00:00:00Z"));
        send(hit("last", "2030-01-31T23:59:59Z"));
        send(hit("last", "2030-02-01T00:00:00Z"));
        awaitAccesses();

        assertThat(days("cache=last"))
                .extracting(day -> fields(day, "date"))
                .containsExactly("2030-01-02", "2030-01-31");
        assertThat(days("cache=last&to=2030-01-01"))
                .extracting(day -> fields(day, "date"))
                .containsExactly("2030-01-01");
        assertThat(days("cache=last&from=2030-01-31"))
                .extracting(day -> fields(day, "date"))
                .containsExactly("2030-01-31");
    }

    @ParameterizedTest
    @CsvSource({
        "from=2026-02-01&to=2026-01-31, from",
        "from=2030-02-01, from",
        "from=2026-02-30, from",
        "to=yesterday, to",
        "to=, to",
        "from=2026-01-01T00:00:00Z, from",
        "from=%2B300000-01-01&to=%2B300000-01-02, to",
        "from=0000-12-31, from",
        "from=0001-01-01, from",
        "from=1990-01-01&to=2026-01-01, from",
        "from=2026-01-01&from=2026-01-02, from",
        "cache=, cache",
        "operation=%00, operation",
        "operation=cooking, operation",
        "cache=none, cache",
        "operation=quiz'%20OR%201=1%20--, operation",
        "cache=%25;DROP%20TABLE%20freshet.gap, cache",
        "format=xml, format"
    })
    void blamesTheParameterThatMakesNoSense(String query, String parameter) {
        HttpResponse<String> response = Scene.get(context, "/v1/stats/daily?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json.readTree(response.body());
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("parameter").asString()).isEqualTo(parameter);
        assertThat(problem.path("detail").asString()).startsWith(parameter + " ");
        assertThat(problem.path("title").asString()).isNotBlank();
    }

    private static List<JsonNode> days(String query) {
        HttpResponse<String> response = Scene.get(context, "/v1/stats/daily?" + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<JsonNode> days = new ArrayList<>();
        json.readTree(response.body()).path("days").forEach(days::add);
        return days;
    }

    private static String fields(JsonNode day, String... names) {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            values.add(day.has(name) ? day.path(name).asString() : "-");
        }
        return String.join("|", values);
    }

    private static void send(Object event) {
        boolean outcome = event instanceof Invalidation;
        scene.send(outcome ? scene.topics().invalidations() : scene.topics().accesses(), "key", event);
    }

    private static void sendRaw(String value) {
        scene.sendRaw(scene.topics().accesses(), "key", value.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitAccesses() {
        scene.awaitCounted(ACCESSES, scene.topics().accesses());
    }

    private static void awaitInvalidations() {
        scene.awaitCounted(INVALIDATIONS, scene.topics().invalidations());
    }

    private static List<String> rows(String sql) {
        return scene.rows(sql);
    }

    private static double count(String meter, String consumer) {
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
