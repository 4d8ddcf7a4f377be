package dev.freshet.cache;

import static dev.freshet.cache.Answer.Origin.COMPUTED;
import static dev.freshet.cache.Answer.Origin.POSTGRES;
import static dev.freshet.cache.Answer.Origin.REDIS;
import static dev.freshet.cache.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Fences;
import dev.freshet.cache.protocol.Bound;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What only a cluster has: entries on every node, apart from their control keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {

    private final OwnCluster cluster = new OwnCluster();
    private final Stage stage = new Stage(cluster.client());

    @AfterAll
    void close() {
        stage.close();
        cluster.close();
    }

    private Answer ask(LectureCache cache, UUID lecture, Bound bound) {
        return cache.generic()
                .answer(
                        LectureCache.question("quiz", List.of(lecture), Map.of())
                                .within(bound),
                        source -> stage.content(source.connection(), lecture),
                        content -> Computed.of(content, 1));
    }

    @Test
    void answersAreKeptOnEveryNodeAndFallWithTheirFences() {
        LectureCache cache = stage.lectures();
        stage.grantLease();
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

        Fences fences = new Fences(new ControlRedis(stage.keys, stage::redis));
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
        LectureCache cache = stage.lectures();
        stage.grantLease();
        UUID lecture = stage.lecture("one");
        Question question = LectureCache.question("quiz", List.of(lecture), Map.of());
        ask(cache, lecture, Bound.LEASE);
        String entryKey = String.valueOf(question.entryKey());
        String old = stage.redis().get(entryKey);
        stage.edit(lecture, "two");
        cache.invalidate(List.of(lecture));
        stage.redis().set(entryKey, old);

        assertThat(ask(cache, lecture, Bound.LEASE).json()).isEqualTo("\"two\"");
        assertThat(ask(cache, lecture, Bound.LEASE).json()).isEqualTo("\"two\"");
    }
}
