package dev.freshet.cache;

import static dev.freshet.cache.Answer.Origin.COMPUTED;
import static dev.freshet.cache.Answer.Origin.POSTGRES;
import static dev.freshet.cache.Answer.Origin.REDIS;
import static dev.freshet.cache.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Fences;
import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.redis.RedisLink;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Entries and control keys on three masters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {

    private static final int SLOTS = 16384;
    private static final String[] CLUSTER = {"--cluster-enabled", "yes", "--cluster-node-timeout", "5000"};

    private final List<OwnRedis> nodes = List.of(new OwnRedis(CLUSTER), new OwnRedis(CLUSTER), new OwnRedis(CLUSTER));
    private final RedisClusterClient client =
            RedisClusterClient.create(nodes.get(0).uri());
    private final Stage stage = new Stage();
    private final ControlKeys keys = stage.keys;
    private StatefulRedisClusterConnection<String, String> connection;

    @BeforeAll
    void join() {
        for (int i = 0; i < nodes.size(); i++) {
            try (RedisClient node = RedisClient.create(nodes.get(i).uri())) {
                int from = SLOTS * i / nodes.size();
                int to = SLOTS * (i + 1) / nodes.size();
                node.connect()
                        .sync()
                        .clusterAddSlots(
                                java.util.stream.IntStream.range(from, to).toArray());
                node.connect().sync().clusterMeet("127.0.0.1", nodes.get(0).port());
            }
        }
        for (OwnRedis each : nodes) {
            try (RedisClient node = RedisClient.create(each.uri())) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> node.connect().sync().clusterInfo().contains("cluster_state:ok"));
            }
        }
        client.refreshPartitions();
        connection = client.connect();
    }

    @AfterAll
    void close() {
        connection.close();
        client.shutdown();
        stage.close();
        nodes.forEach(OwnRedis::close);
    }

    private LectureCache cache() {
        return Stage.lectures(
                stage.readSide(builder -> ReadSide.over(RedisLink.to(client, Stage.TIMEOUT), stage.database)
                        .controlKeys(keys)));
    }

    private Answer ask(LectureCache cache, UUID lecture, Bound bound) {
        return cache.generic()
                .answer(
                        LectureCache.question("quiz", List.of(lecture), Map.of())
                                .within(bound),
                        source -> stage.content(source.connection(), lecture),
                        content -> Computed.of(content, 1));
    }

    private void grantLease() {
        connection.sync().psetex(keys.lease(), 60_000, Long.toString(System.currentTimeMillis()));
    }

    @Test
    void answersAreKeptOnEveryNodeAndFallWithTheirFences() {
        LectureCache cache = cache();
        grantLease();
        List<UUID> lectures =
                Stream.generate(() -> stage.lecture("one")).limit(12).toList();
        for (UUID lecture : lectures) {
            assertThat(ask(cache, lecture, Bound.LEASE).origin()).isEqualTo(COMPUTED);
            assertThat(ask(cache, lecture, Bound.LEASE).origin()).isEqualTo(REDIS);
            assertThat(ask(cache, lecture, Bound.atMost(Duration.ofMinutes(1))).origin())
                    .isEqualTo(REDIS);
            assertThat(ask(cache, lecture, Bound.atMost(Duration.ZERO)).origin())
                    .isEqualTo(POSTGRES);
        }

        Fences fences = new Fences(new ControlRedis(keys, connection::sync));
        for (UUID lecture : lectures) {
            stage.edit(lecture, "two");
            fences.raise(List.of("lecture:" + lecture), Duration.ofMinutes(10), List.of());
            assertThat(ask(cache, lecture, Bound.LEASE))
                    .matches(answer -> answer.json().equals("\"two\""));
            await().atMost(SOON).until(() -> ask(cache, lecture, Bound.LEASE).origin() == REDIS);
        }
    }

    @Test
    void whatIsStoredPlainlyAfterItsFenceIsRaisedIsNeverServed() {
        LectureCache cache = cache();
        grantLease();
        UUID lecture = stage.lecture("one");
        Question question = LectureCache.question("quiz", List.of(lecture), Map.of());
        ask(cache, lecture, Bound.LEASE);
        String entryKey = String.valueOf(question.entryKey());
        String old = connection.sync().get(entryKey);
        stage.edit(lecture, "two");
        cache.invalidate(List.of(lecture));
        connection.sync().set(entryKey, old);

        assertThat(ask(cache, lecture, Bound.LEASE).json()).isEqualTo("\"two\"");
        assertThat(ask(cache, lecture, Bound.LEASE).json()).isEqualTo("\"two\"");
    }
}
