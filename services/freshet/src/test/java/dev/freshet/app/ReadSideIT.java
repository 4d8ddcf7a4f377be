package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cache.Answer;
import dev.freshet.cache.Answer.Origin;
import dev.freshet.cache.Computed;
import dev.freshet.cache.LectureCache;
import dev.freshet.cache.Policy;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.migration.Migrations;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The read-side library on the pipeline itself, which is killed. */
class ReadSideIT {

    private static final String NAME = "readside";
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Servers servers = TestServers.shared();
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final UUID lecture = UUID.randomUUID();

    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws SQLException {
        servers.createDatabase(NAME);
        database.setUrl(servers.jdbcUrl(NAME));
        database.setUser(servers.user());
        database.setPassword(servers.password());
        new Migrations(database, List.of("lectures"), true).migrate();
        run("INSERT INTO public.lectures (id, title, content) VALUES (?, 'Rain', ?)", lecture, "one");
    }

    @AfterEach
    void closeMeters() {
        meters.close();
    }

    @Test
    void whileCaptureIsDeadRedisIsNotBelievedForLongerThanTheBoundAndThenItIsAgain() throws Exception {
        FreshetProcess capture = start("capture");
        FreshetProcess invalidation = start("invalidation");
        try (ReadSide readSide = ReadSide.over(RedisLink.to(servers.redisUri(), Duration.ofSeconds(1)), database)
                .controlKeys(new ControlKeys("{" + NAME + "}"))
                .meters(meters)
                .build()) {
            LectureCache cache = new LectureCache(readSide.cache(LectureCache.definition(Policy.DEFAULT, Map.of())));
            await().atMost(SOON).until(() -> ask(cache).origin() == Origin.REDIS);
            assertThat(ask(cache).as(String.class)).isEqualTo("one");

            capture.kill();
            Instant killed = Instant.now();
            run("UPDATE public.lectures SET content = ? WHERE id = ?", "two", lecture);
            int fromRedis = 0;
            for (Instant begin = Instant.now();
                    begin.isBefore(killed.plus(BOUND.multipliedBy(2)));
                    begin = Instant.now()) {
                Answer answer = ask(cache);
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
            await().atMost(SOON).until(() -> ask(cache).origin() == Origin.REDIS);
            assertThat(ask(cache).as(String.class)).isEqualTo("two");
            System.out.println("Redis again after " + Duration.between(begin, Instant.now()));
            run("UPDATE public.lectures SET content = ? WHERE id = ?", "three", lecture);
            await().atMost(SOON).until(() -> ask(cache).as(String.class).equals("three"));
        } finally {
            capture.close();
            invalidation.close();
        }
    }

    private FreshetProcess start(String role) {
        return FreshetProcess.startOnly(
                new FreshetProcess.Addresses(servers.jdbcUrl(NAME), servers.bootstrapServers(), servers.redisUri()),
                folder.resolve(role),
                List.of(
                        "--freshet.servers=external",
                        "--freshet.roles=" + role,
                        "--spring.datasource.url=" + servers.jdbcUrl(NAME),
                        "--spring.datasource.username=" + servers.user(),
                        "--spring.datasource.password=" + servers.password(),
                        "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                        "--freshet.redis.uri=" + servers.redisUri(),
                        "--freshet.redis.key-prefix={" + NAME + "}",
                        "--freshet.topics.prefix=" + NAME,
                        "--freshet.invalidation.group=" + NAME,
                        "--freshet.capture.slot=" + NAME));
    }

    private Answer ask(LectureCache cache) {
        return cache.answer(
                "quiz",
                List.of(lecture),
                Map.of(),
                source -> content(source.connection()),
                content -> Computed.of(content, 1));
    }

    private String content(Connection snapshot) throws SQLException {
        try (PreparedStatement statement =
                snapshot.prepareStatement("SELECT content FROM public.lectures WHERE id = ?")) {
            statement.setObject(1, lecture);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private void run(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    private double misses(String reason) {
        return meters.find("freshet.cache.misses").tag("reason", reason).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
