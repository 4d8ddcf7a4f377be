package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cache.Answer;
import dev.freshet.cache.Answer.Origin;
import dev.freshet.cache.LectureCache;
import dev.freshet.cache.Policy;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The read-side library on the pipeline itself, which is killed. */
class ReadSideIT {

    private static final String NAME = "readside";
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Servers servers = TestServers.shared();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private OneLecture lecture;

    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws SQLException {
        lecture = new OneLecture(servers, NAME, "one");
    }

    @AfterEach
    void closeMeters() {
        meters.close();
    }

    @Test
    void whileCaptureIsDeadRedisIsNotBelievedForLongerThanTheBoundAndThenItIsAgain() throws Exception {
        FreshetProcess capture = start("capture");
        FreshetProcess invalidation = start("invalidation");
        try (ReadSide readSide = ReadSide.over(
                        RedisLink.to(servers.redisUri(), Duration.ofSeconds(1)), lecture.database())
                .controlKeys(new ControlKeys("{" + NAME + "}"))
                .meters(meters)
                .build()) {
            LectureCache cache = new LectureCache(readSide.cache(LectureCache.definition(Policy.DEFAULT, Map.of())));
            await().atMost(SOON).until(() -> lecture.ask(cache, Map.of()).origin() == Origin.REDIS);
            assertThat(lecture.ask(cache, Map.of()).as(String.class)).isEqualTo("one");

            capture.kill();
            Instant killed = Instant.now();
            lecture.becomes("two");
            int fromRedis = 0;
            for (Instant begin = Instant.now();
                    begin.isBefore(killed.plus(BOUND.multipliedBy(2)));
                    begin = Instant.now()) {
                Answer answer = lecture.ask(cache, Map.of());
                if (begin.isAfter(killed.plus(BOUND))) {
                    assertThat(answer.origin()).isEqualTo(Origin.POSTGRES);
                    assertThat(answer.as(String.class)).isEqualTo("two");
                } else if (answer.origin() == Origin.REDIS) {
                    fromRedis++;
                }
            }
            assertThat(fromRedis).as("the lease outlived capture").isPositive();
            assertThat(misses("lease")).isPositive();

            Instant begin = Instant.now();
            capture = start("capture");
            await().atMost(SOON).until(() -> lecture.ask(cache, Map.of()).origin() == Origin.REDIS);
            assertThat(lecture.ask(cache, Map.of()).as(String.class)).isEqualTo("two");
            System.out.println("Redis again after " + Duration.between(begin, Instant.now()));
            lecture.becomes("three");
            await().atMost(SOON)
                    .until(() -> lecture.ask(cache, Map.of()).as(String.class).equals("three"));
        } finally {
            capture.close();
            invalidation.close();
        }
    }

    private FreshetProcess start(String role) {
        return FreshetProcess.startRole(
                role,
                servers,
                NAME,
                folder,
                "--freshet.redis.key-prefix={" + NAME + "}",
                "--freshet.topics.prefix=" + NAME,
                "--freshet.invalidation.group=" + NAME,
                "--freshet.capture.slot=" + NAME);
    }

    private double misses(String reason) {
        return meters.find("freshet.cache.misses").tag("reason", reason).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
