package dev.freshet.cache;

import static dev.freshet.cache.Answer.Origin.COMPUTED;
import static dev.freshet.cache.Answer.Origin.POSTGRES;
import static dev.freshet.cache.Answer.Origin.REDIS;
import static dev.freshet.cache.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Lease;
import dev.freshet.cache.outage.Outage;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.embedded.TestServers;
import dev.freshet.events.Watermark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutagesIT {

    private static final Duration A_LOOKUP = Duration.ofSeconds(10);

    private final AtomicInteger loads = new AtomicInteger();
    private final OwnRedis redis = new OwnRedis();
    private HikariDataSource database = new HikariDataSource();

    @BeforeAll
    void migrate() {
        database = Stage.migrated(TestServers.shared());
    }

    @AfterEach
    void mend() {
        redis.resume();
    }

    @AfterAll
    void close() {
        redis.close();
        database.close();
    }

    private Answer ask(Stage stage, LectureCache cache, UUID lecture) {
        long begin = System.nanoTime();
        Answer answer = cache.generic()
                .answer(
                        LectureCache.question("quiz", List.of(lecture), Map.of()),
                        source -> stage.content(source.connection(), lecture),
                        content -> Computed.of(content + loads.incrementAndGet(), 1));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(A_LOOKUP);
        return answer;
    }

    @Test
    void aRedisThatAnswersNobodyLeavesPostgres() {
        try (Stage stage = new Stage(database, redis.uri())) {
            UUID lecture = stage.lecture("one");
            LectureCache cache = stage.lectures();
            stage.grantLease();
            ask(stage, cache, lecture);
            assertThat(ask(stage, cache, lecture).origin()).isEqualTo(REDIS);

            redis.pause();
            for (int i = 0; i < 20; i++) {
                assertThat(ask(stage, cache, lecture).origin()).isEqualTo(POSTGRES);
            }
            stage.edit(lecture, "two");
            assertThat(ask(stage, cache, lecture).json()).startsWith("\"two");

            redis.resume();
            stage.invalidate(lecture);
            await().atMost(SOON).until(() -> ask(stage, cache, lecture).origin() == REDIS);
            assertThat(ask(stage, cache, lecture).json()).startsWith("\"two");
            assertThat(stage.count("freshet.cache.failures", "tier", "redis")).isPositive();
        }
    }

    @Test
    void aKilledRedisLeavesPostgresAndIsUsedAgainWhenItIsBack() {
        try (Stage stage = new Stage(database, redis.uri())) {
            UUID lecture = stage.lecture("one");
            LectureCache cache = stage.lectures();
            stage.grantLease();
            ask(stage, cache, lecture);

            redis.kill();
            assertThat(ask(stage, cache, lecture).origin()).isEqualTo(POSTGRES);
            redis.start();
            stage.grantLease();
            await().atMost(SOON).until(() -> ask(stage, cache, lecture).origin() == REDIS);
        }
    }

    @Test
    void aRedisThatWasNeverThereLeavesPostgres() {
        try (Stage stage = new Stage(database, redis.uri());
                io.lettuce.core.RedisClient nowhere = io.lettuce.core.RedisClient.create("redis://127.0.0.1:1")) {
            UUID lecture = stage.lecture("one");
            LectureCache cache = Stage.lectures(ReadSide.over(RedisLink.to(nowhere, Stage.TIMEOUT), database)
                    .build());

            assertThat(ask(stage, cache, lecture).origin()).isEqualTo(COMPUTED);
            assertThat(ask(stage, cache, lecture).origin()).isEqualTo(POSTGRES);
        }
    }

    @Test
    void withoutPostgresRedisAnswersAndTheRestIsComputed() {
        try (Stage stage = new Stage(database, redis.uri());
                HikariDataSource nowhere = new HikariDataSource()) {
            nowhere.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/none");
            nowhere.setConnectionTimeout(60_000);
            nowhere.setInitializationFailTimeout(-1);
            UUID lecture = stage.lecture("one");
            stage.grantLease();
            ask(stage, stage.lectures(), lecture);
            LectureCache cache = Stage.lectures(ReadSide.over(stage.link(), nowhere)
                    .controlKeys(stage.keys)
                    .content(new dev.freshet.cache.source.JdbcSnapshots(database))
                    .meters(stage.meters)
                    .postgresTimeout(Duration.ofMillis(500))
                    .build());

            assertThat(ask(stage, cache, lecture).origin()).isEqualTo(REDIS);
            stage.revokeLease();
            ListAppender<ILoggingEvent> log = listen();
            await().atMost(SOON).until(() -> {
                assertThat(ask(stage, cache, lecture).origin()).isEqualTo(COMPUTED);
                return stage.count("freshet.cache.failures", "tier", "postgres") > 1;
            });
            assertThat(log.list).hasSize(1).first().asString().startsWith("[WARN] PostgreSQL");
        }
    }

    /** To what outages say from now on. */
    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(Outage.class)).addAppender(log);
        return log;
    }

    @Test
    void aMissingCacheTableLeavesTheLoader() {
        try (HikariDataSource other = Stage.migrated(TestServers.shared());
                Stage stage = new Stage(other, redis.uri())) {
            UUID lecture = stage.lecture("one");
            LectureCache cache = stage.lectures();
            stage.grantLease();
            stage.run("ALTER TABLE public.ai_response_cache RENAME TO elsewhere");

            assertThat(ask(stage, cache, lecture).origin()).isEqualTo(COMPUTED);
            assertThat(ask(stage, cache, lecture).origin()).isEqualTo(COMPUTED);
            assertThat(stage.count("freshet.cache.failures", "tier", "postgres"))
                    .isPositive();
        }
    }

    /** The dump is of before an edit whose fence it does not have. */
    @Test
    void aRedisThatCameBackFromAnOldDumpServesNothingOldOnceALeaseStands() throws IOException {
        try (Stage stage = new Stage(database, redis.uri())) {
            UUID lecture = stage.lecture("one");
            LectureCache cache = stage.lectures();
            Lease lease = new Lease(new ControlRedis(stage.keys, stage::redis));
            assertThat(grant(lease, Duration.ofSeconds(2))).isEqualTo(Lease.Answer.RAISED);
            ask(stage, cache, lecture);
            stage.redis().save();
            Files.copy(redis.dump(), redis.dump().resolveSibling("old.rdb"), StandardCopyOption.REPLACE_EXISTING);
            stage.editAndInvalidate(lecture, "two");
            ask(stage, cache, lecture);
            Instant edited = Instant.now();

            redis.kill();
            Files.copy(redis.dump().resolveSibling("old.rdb"), redis.dump(), StandardCopyOption.REPLACE_EXISTING);
            redis.start();
            assertThat(stage.raw(LectureCache.question("quiz", List.of(lecture), Map.of())))
                    .contains("one");

            while (Duration.between(edited, Instant.now()).compareTo(Duration.ofSeconds(2)) <= 0) {
                Instant begin = Instant.now();
                Answer answer = ask(stage, cache, lecture);
                if (Duration.between(edited, begin).compareTo(Duration.ofSeconds(2)) > 0) {
                    assertThat(answer.json()).startsWith("\"two");
                }
            }
            assertThat(grant(lease, Duration.ofMinutes(1))).isEqualTo(Lease.Answer.RAISED);
            await().atMost(SOON).until(() -> {
                Answer answer = ask(stage, cache, lecture);
                assertThat(answer.json()).startsWith("\"two");
                return answer.origin() == REDIS;
            });
        }
    }

    private static Lease.Answer grant(Lease lease, Duration bound) {
        return lease.ask(new Watermark(Instant.now(), "rules", List.of()), bound, List.of("ai-responses"));
    }

    @Test
    void aRedisThatEvictsGivesMissesOnly() {
        try (OwnRedis small = new OwnRedis("--maxmemory", "3mb", "--maxmemory-policy", "allkeys-lru");
                Stage stage = new Stage(database, small.uri())) {
            LectureCache cache = stage.lectures();
            List<UUID> lectures = java.util.stream.IntStream.range(0, 20)
                    .mapToObj(i -> stage.lecture("one"))
                    .toList();
            String large = "x".repeat(100_000);
            for (int round = 0; round < 3; round++) {
                for (UUID lecture : lectures) {
                    stage.grantLease();
                    stage.editAndInvalidate(lecture, "round " + round);
                    for (int i = 0; i < 2; i++) {
                        Answer answer = cache.answer(
                                "quiz",
                                List.of(lecture),
                                Map.of(),
                                source -> stage.content(source.connection(), lecture),
                                content -> Computed.of(content + large, 1));
                        assertThat(answer.json()).startsWith("\"round " + round);
                    }
                }
            }
            assertThat(stage.redis().info("stats")).doesNotContain("evicted_keys:0");
        }
    }
}
