package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.freshet.events.Access;
import dev.freshet.events.EventJson;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole path, from one command, as somebody with psql, redis-cli and a Kafka client sees it. */
class DefaultRunIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private static Path folder;

    private static FreshetProcess freshet;
    private static Connection database;
    private static RedisClient redisClient;
    private static StatefulRedisConnection<String, String> redis;

    @BeforeAll
    static void start() throws Exception {
        freshet = FreshetProcess.start(folder.resolve("state"));
        database = freshet.connect();
        redisClient = freshet.redis();
        redis = redisClient.connect();
    }

    @AfterAll
    static void stop() throws Exception {
        redisClient.shutdown();
        database.close();
        freshet.close();
    }

    @Test
    void anEditedLectureTakesRowAndKeyAlong() throws Exception {
        String lecture = text("SELECT id::text FROM public.lectures ORDER BY id LIMIT 1");
        cache("run-edited", lecture);
        long invalidations = invalidationsOfToday();

        execute("UPDATE public.lectures SET content = content || ' More.' WHERE id = '" + lecture + "'");

        await().atMost(SOON).until(() -> tiersOf("run-edited").isEmpty());
        JsonNode event = Outcomes.firstThatDeleted(freshet, "lecture:" + lecture);
        assertThat(event.path("cache").asString()).isEqualTo("ai-responses");
        assertThat(event.path("change").path("table").asString()).isEqualTo("public.lecture_content_hashes");
        assertThat(event.path("keysRemoved").asLong()).isPositive();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(invalidationsOfToday()).isGreaterThan(invalidations));
    }

    @Test
    void anUpdateThatLeavesTitleAndContentAloneRemovesNothing() throws Exception {
        String lecture = text("SELECT id::text FROM public.lectures ORDER BY id OFFSET 1 LIMIT 1");
        cache("run-untouched", lecture);

        execute("UPDATE public.lectures SET position = 77, title = title, content = content WHERE id = '" + lecture
                + "'");

        awaitEverythingApplied();
        assertThat(tiersOf("run-untouched")).containsExactly("key", "row");
    }

    @Test
    void truncatedLecturesTakeTheWholeCacheAlong() throws Exception {
        String lecture = text("SELECT id::text FROM public.lectures ORDER BY id OFFSET 2 LIMIT 1");
        execute("CREATE TABLE IF NOT EXISTS public.kept AS SELECT * FROM public.lectures");
        cache("run-truncated", lecture);

        execute("TRUNCATE public.lectures CASCADE");

        await().atMost(SOON).until(() -> tiersOf("run-truncated").isEmpty());
        execute("INSERT INTO public.lectures SELECT * FROM public.kept; DROP TABLE public.kept");
    }

    @Test
    void anAccessEventMovesTheDailyFigures() throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        long before = savedTokens(today);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", freshet.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            Access access = new Access(
                    "ai-responses",
                    "quiz",
                    Access.Outcome.redis,
                    150,
                    Clock.systemUTC().instant());
            producer.send(new ProducerRecord<>("freshet.accesses", "some-key", EventJson.write(access)))
                    .get();
        }
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(savedTokens(today)).isEqualTo(before + 150);
            JsonNode day = JSON.readTree(freshet.get("/v1/stats/daily?from=" + today + "&to=" + today)
                            .body())
                    .path("days")
                    .path(0);
            assertThat(day.path("tokensSaved").asLong()).isEqualTo(before + 150);
        });
    }

    @Test
    void theLeaseStandsAndGoesOn() {
        awaitEverythingApplied();
        long first = Long.parseLong(redis.sync().get("{freshet}:lease"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Long.parseLong(redis.sync().get("{freshet}:lease")))
                        .isGreaterThan(first));
        assertThat(redis.sync().pttl("{freshet}:lease")).isBetween(1L, 5000L);
    }

    @Test
    void tellsWhereEverythingIsAndServesThePage() throws Exception {
        assertThat(freshet.output())
                .contains("/actuator/health", "user freshet, password freshet", "Try this")
                .contains("Access      open to every program on this machine, and to no other: no tokens are set")
                .contains("HTTP is open to every program on this machine");
        assertThat(freshet.get("/").body()).contains("<html");
        JsonNode health = JSON.readTree(freshet.get("/actuator/health").body());
        for (String role : List.of("capture", "invalidation", "statistics", "console")) {
            assertThat(health.path("components").path(role).path("status").asString())
                    .as(role)
                    .isEqualTo("UP");
        }
    }

    @Test
    void realMessagesKeepTheirContract() throws Exception {
        String lecture = text("SELECT id::text FROM public.lectures ORDER BY id OFFSET 3 LIMIT 1");
        execute("UPDATE public.lectures SET title = title || '!' WHERE id = '" + lecture + "'");
        anAccessEventMovesTheDailyFigures();
        Map<String, String> schemas = Map.of(
                "freshet.watermarks", "watermark",
                "freshet.invalidations", "invalidation",
                "freshet.commands", "command",
                "freshet.accesses", "access");
        schemas.forEach((topic, schema) -> assertThat(Outcomes.all(freshet, topic))
                .as(topic)
                .allSatisfy(
                        event -> assertThat(violations(schema, event.value())).isEmpty()));
        for (String topic : List.of("freshet.watermarks", "freshet.invalidations", "freshet.commands")) {
            assertThat(Outcomes.all(freshet, topic)).as(topic).allSatisfy(event -> assertThat(
                            event.headers().toArray())
                    .extracting(Header::key)
                    .contains("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "content-type"));
        }
    }

    private static List<Error> violations(String schema, byte[] json) {
        String published = "https://freshet.dev/schemas/";
        return SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemaIdResolvers(
                                it -> it.mapPrefix(published, "classpath:dev/freshet/schemas/")))
                .getSchema(SchemaLocation.of(published + schema + ".schema.json"))
                .validate(
                        new String(json, StandardCharsets.UTF_8),
                        InputFormat.JSON,
                        context -> context.executionConfig(it -> it.formatAssertionsEnabled(true)));
    }

    private static void cache(String key, String lecture) throws SQLException {
        execute(
                """
                INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data, tokens_used)
                VALUES ('%s', 'quiz', ARRAY['%s']::uuid[], freshet.current_content_hash(ARRAY['%s']::uuid[]), '{}', 150)"""
                        .formatted(key, lecture, lecture));
        redis.sync().set("ai:response:" + key, "{\"answer\": {}}");
    }

    /** In which tiers the answer is: row, key. */
    private static Set<String> tiersOf(String key) throws SQLException {
        Set<String> tiers = new TreeSet<>();
        if (!text("SELECT count(*)::text FROM public.ai_response_cache WHERE cache_key = '" + key + "'")
                .equals("0")) {
            tiers.add("row");
        }
        if (redis.sync().exists("ai:response:" + key) > 0) {
            tiers.add("key");
        }
        return tiers;
    }

    private static void awaitEverythingApplied() {
        long now = System.currentTimeMillis();
        await().atMost(SOON).until(() -> {
            String beat = redis.sync().get("{freshet}:lease");
            return beat != null && Long.parseLong(beat) > now;
        });
    }

    private static long savedTokens(LocalDate day) throws SQLException {
        return Long.parseLong(text(
                "SELECT coalesce(sum(tokens_saved), 0)::text FROM public.ai_cache_stats WHERE date = '" + day + "'"));
    }

    private static long invalidationsOfToday() throws SQLException {
        return Long.parseLong(text("SELECT coalesce(sum(invalidations), 0)::text FROM freshet.daily_invalidation"));
    }

    private static void execute(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(String sql) throws SQLException {
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
