package dev.freshet.cache.control;

import static dev.freshet.cache.control.Lease.Answer.BEHIND;
import static dev.freshet.cache.control.Lease.Answer.GRANTED;
import static dev.freshet.cache.control.Lease.Answer.HELD;
import static dev.freshet.cache.control.Lease.Answer.LATE;
import static dev.freshet.cache.control.Lease.Answer.RAISED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.control.AppliedPositions.Applied;
import dev.freshet.events.Watermark;
import dev.freshet.events.Watermark.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseIT extends RedisTest {

    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final List<String> CACHES = List.of("c1", "c2");

    private Instant now = Instant.EPOCH;
    private ControlKeys keys = freshKeys();
    private Lease lease = new Lease(new ControlRedis(keys, this::redis));
    private AppliedPositions positions = new AppliedPositions(new ControlRedis(keys, this::redis));
    private String here = "";

    @BeforeEach
    void startAfresh() {
        now = Instant.now();
        keys = freshKeys();
        ControlRedis redis = new ControlRedis(keys, this::redis);
        lease = new Lease(redis);
        positions = new AppliedPositions(redis);
        here = new Fences(redis).raise(List.of(), Duration.ofMinutes(10), CACHES);
        applied("t1", 0, 10);
        applied("t2", 0, 3);
        assertThat(ask(watermark(now.minusSeconds(30), 0, 0))).isEqualTo(RAISED);
    }

    @Test
    void isGrantedWhenAllPartitionsHavePassed() {
        assertThat(ask(watermark(now, 10, 3))).isEqualTo(GRANTED);

        assertThat(redis().get(keys.lease())).isEqualTo(Long.toString(now.toEpochMilli()));
        assertThat(redis().pttl(keys.lease())).isBetween(1L, BOUND.toMillis());
    }

    @Test
    void endsTheBoundAfterTheBeatAndNotAfterTheGrant() {
        assertThat(ask(watermark(now.minusSeconds(20), 10, 3))).isEqualTo(GRANTED);

        assertThat(redis().pttl(keys.lease())).isBetween(1L, BOUND.toMillis() - 20_000);
    }

    @Test
    void isNotGrantedWhileOneIsBehind() {
        assertThat(ask(watermark(now, 11, 3))).isEqualTo(BEHIND);
        assertThat(ask(watermark(now, 10, 4))).isEqualTo(BEHIND);

        assertThat(redis().get(keys.lease())).isNotEqualTo(Long.toString(now.toEpochMilli()));
    }

    @Test
    void offsetsCompareAsNumbers() {
        applied("t1", 0, 9);
        assertThat(ask(watermark(now, 10, 3))).isEqualTo(BEHIND);
    }

    @Test
    void aTopicCreatedAnewDoesNotLookPassed() {
        assertThat(ask(new Watermark(now, "rules", List.of(new Position("changes", "t1-anew", 0, 1)))))
                .isEqualTo(BEHIND);
    }

    @Test
    void positionsOfOtherRulesGrantNothing() {
        assertThat(ask(new Watermark(now, "other", List.of(new Position("changes", "t1", 0, 1)))))
                .isEqualTo(BEHIND);
    }

    @Test
    void onlyMovesForward() {
        ask(watermark(now, 10, 3));

        assertThat(ask(watermark(now.minusMillis(500), 10, 3))).isEqualTo(HELD);
        assertThat(ask(watermark(now, 10, 3))).isEqualTo(HELD);
        assertThat(redis().get(keys.lease())).isEqualTo(Long.toString(now.toEpochMilli()));
    }

    @Test
    void anOldWatermarkGrantsNothing() {
        redis().del(keys.lease());

        assertThat(ask(watermark(now.minusSeconds(61), 10, 3))).isEqualTo(LATE);
        assertThat(redis().exists(keys.lease())).isZero();
    }

    @Test
    void epochsAreRaisedBeforeItReturnsOnAServerThatIsAnother() {
        redis().set(keys.server(), "another");
        String before = epochs();

        assertThat(ask(watermark(now, 10, 3))).isEqualTo(RAISED);
        assertThat(epochs()).isNotEqualTo(before);
        assertThat(ask(watermark(now.plusMillis(1), 10, 3))).isEqualTo(GRANTED);
    }

    @Test
    void epochsStayWhileItIsBehindOnAServerThatIsAnother() {
        redis().set(keys.server(), "another");
        String before = epochs();

        assertThat(ask(watermark(now, 11, 3))).isEqualTo(BEHIND);
        assertThat(epochs()).isEqualTo(before);
    }

    @Test
    void otherRulesRaiseTheEpochsToo() {
        positions.record("rules2", List.of(new Applied("t1", 0, 10, here)), CACHES);
        String before = epochs();

        assertThat(ask(new Watermark(now, "rules2", List.of(new Position("changes", "t1", 0, 10)))))
                .isEqualTo(RAISED);
        assertThat(epochs()).isNotEqualTo(before);
    }

    @Test
    void ofManyWhoFindAnotherServerOneRaises() throws Exception {
        redis().set(keys.server(), "another");
        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Lease.Answer>> askers = Collections.nCopies(32, () -> ask(watermark(now, 10, 3)));
            List<Lease.Answer> answers = new ArrayList<>();
            for (Future<Lease.Answer> answer : many.invokeAll(askers)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsOnlyOnce(RAISED).contains(HELD).doesNotContain(GRANTED);
        } finally {
            many.shutdown();
        }
    }

    @Test
    void aPositionReachedOnAnotherServerRaisesTheEpochsOfThisOne() {
        String before = epochs();

        String server = positions.record("rules", List.of(new Applied("t1", 0, 11, "old master")), CACHES);

        assertThat(server).isEqualTo(here);
        assertThat(epochs()).isNotEqualTo(before);
        assertThat(redis().hget(keys.positions(), "rules:t1:0")).isEqualTo("11");
    }

    @Test
    void aPositionReachedOnThisServerLeavesTheEpochs() {
        String before = epochs();

        applied("t1", 0, 11);

        assertThat(epochs()).isEqualTo(before);
    }

    private void applied(String topicId, int partition, long nextOffset) {
        positions.record("rules", List.of(new Applied(topicId, partition, nextOffset, here)), CACHES);
    }

    private Lease.Answer ask(Watermark watermark) {
        return lease.ask(watermark, BOUND, CACHES);
    }

    private static Watermark watermark(Instant time, long first, long second) {
        return new Watermark(
                time,
                "rules",
                List.of(new Position("changes", "t1", 0, first), new Position("other", "t2", 0, second)));
    }

    private String epochs() {
        return redis().get(keys.epoch("c1")) + redis().get(keys.epoch("c2"));
    }
}
