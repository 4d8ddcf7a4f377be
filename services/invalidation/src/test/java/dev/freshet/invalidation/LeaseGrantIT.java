package dev.freshet.invalidation;

import static dev.freshet.invalidation.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class LeaseGrantIT extends OnStage {

    /** Long enough for a slow machine to see it stand, short enough to see it lapse. */
    private static final String BOUND = "8s";

    @Test
    void theLeaseStandsUntilBeatPlusBound() {
        stage.with("freshet.invalidation.bound", BOUND).start();

        Watermark beat = stage.beat();

        await().atMost(SOON).until(stage::hasLease);
        assertThat(stage.redis().get(stage.keys.lease()))
                .isEqualTo(Long.toString(beat.time().toEpochMilli()));
        assertThat(stage.redis().pttl(stage.keys.lease()))
                .isBetween(1L, Duration.between(Instant.now(), beat.time()).toMillis() + 8_000 + 100);
    }

    @Test
    void itLapsesWhenWatermarksStop() {
        stage.with("freshet.invalidation.bound", "2s").start();
        await().atMost(SOON).until(() -> {
            stage.beat();
            return stage.hasLease();
        });

        await().atMost(SOON).until(() -> !stage.hasLease());
        await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> !stage.hasLease());
    }

    @Test
    void aWatermarkThatIsNotPassedGrantsNothing() {
        UUID lecture = course.lecture();
        ConfigurableApplicationContext instance =
                stage.with("freshet.invalidation.bound", "1h").start();
        Watermark passed = stage.beat();
        await().atMost(SOON).until(() -> leaseIs(passed));
        Watermark behind;
        try (OpenEdit edit = course.openEdit(lecture)) {
            stage.capture(edit.commit());
            await().atMost(SOON).until(stage::waitsAtTheGate);
            behind = stage.beat();
            await().atMost(SOON).until(() -> Stage.lag(instance) == 1);
            assertThat(leaseIs(passed)).isTrue();
        }

        await().atMost(SOON).until(() -> leaseIs(behind));
    }

    @Test
    void theNewestOfThePassedWatermarksCounts() {
        UUID lecture = course.lecture();
        stage.with("freshet.invalidation.bound", "1h").start();
        Watermark newest;
        try (OpenEdit edit = course.openEdit(lecture)) {
            stage.capture(edit.commit());
            stage.beat();
            stage.beat();
            newest = stage.beat();
        }

        await().atMost(SOON).until(() -> leaseIs(newest));
    }

    @Test
    void epochsAreRaisedBeforeTheLeaseReturnsToAnEmptiedRedis() {
        stage.with("freshet.invalidation.bound", "1h").start();
        stage.beat();
        await().atMost(SOON).until(stage::hasLease);
        String epoch = Objects.requireNonNull(epoch());

        stage.redis().del(stage.redis().keys(stage.keys.prefix() + "*").toArray(new String[0]));
        // As from an old dump: this is what entries of that time still remember
        stage.redis().set(stage.keys.epoch("ai-responses"), epoch);
        Watermark beat = stage.beat();

        await().atMost(SOON).until(() -> leaseIs(beat));
        assertThat(epoch()).isNotEqualTo(epoch);
    }

    @Test
    void epochsAreRaisedBeforeTheLeaseReturnsAfterAFailOver() {
        stage.with("freshet.invalidation.bound", "1h").start();
        stage.beat();
        await().atMost(SOON).until(stage::hasLease);
        String epoch = Objects.requireNonNull(epoch());

        stage.changeRedisIdentity();
        Watermark beat = stage.beat();

        await().atMost(SOON).until(() -> leaseIs(beat));
        assertThat(epoch()).isNotEqualTo(epoch);
    }

    @Test
    void twoInstancesGrantTogetherWhatNeitherCouldAlone() {
        stage.with("freshet.invalidation.bound", "1h");
        ConfigurableApplicationContext first = stage.start();
        ConfigurableApplicationContext second = stage.start();
        await().atMost(SOON).until(() -> partitions(first) > 0 && partitions(second) > 0);
        UUID lecture = course.lecture();
        String key = stage.cached(lecture);
        stage.capture(course.edit(lecture));

        Watermark beat = stage.beat();

        await().atMost(SOON).until(() -> leaseIs(beat));
        assertThat(stage.isGone(key)).isTrue();
        stage.stop(first);
        Watermark alone = stage.beat();
        await().atMost(SOON).until(() -> {
            stage.beat(alone.time().plusSeconds(1));
            return stage.hasLease()
                    && Long.parseLong(stage.redis().get(stage.keys.lease()))
                            > beat.time().toEpochMilli();
        });
    }

    @Test
    void aRestartGrantsWithoutAnyNewChange() {
        UUID lecture = course.lecture();
        stage.with("freshet.invalidation.bound", "1h");
        ConfigurableApplicationContext first = stage.start();
        stage.capture(course.edit(lecture));
        stage.awaitOutcome("lecture:" + lecture);
        stage.beat();
        await().atMost(SOON).until(stage::hasLease);
        String epoch = epoch();
        stage.stop(first);
        stage.redis().del(stage.keys.lease());

        stage.start();
        Watermark beat = stage.beat();

        await().atMost(SOON).until(() -> leaseIs(beat));
        assertThat(epoch()).isEqualTo(epoch);
    }

    @Test
    void healthTellsTheLease() {
        ConfigurableApplicationContext instance =
                stage.with("freshet.invalidation.bound", "1h").start();
        assertThat(Stage.health(instance).getDetails()).containsEntry("leaseRemaining", "PT0S");

        stage.beat();

        await().atMost(SOON)
                .until(() -> String.valueOf(Stage.health(instance).getDetails().get("leaseRemaining"))
                        .startsWith("PT59M"));
        assertThat(Stage.health(instance).getDetails())
                .containsEntry("partitions", stage.inputs().size() * Stage.PARTITIONS);
    }

    private boolean leaseIs(Watermark watermark) {
        return Long.toString(watermark.time().toEpochMilli())
                .equals(stage.redis().get(stage.keys.lease()));
    }

    private String epoch() {
        return stage.redis().get(stage.keys.epoch("ai-responses"));
    }

    private static int partitions(ConfigurableApplicationContext instance) {
        return (Integer)
                Objects.requireNonNull(Stage.health(instance).getDetails().get("partitions"));
    }
}
