package dev.freshet.invalidation;

import static dev.freshet.invalidation.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.ChangeHeaders;
import dev.freshet.events.Invalidation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibilityIT extends OnStage {

    private static final Duration A_WHILE = Duration.ofMillis(500);

    @Test
    void aChangeThatNobodySeesYetRemovesNothingUntilItIsSeen() {
        UUID lecture = course.lecture();
        stage.start();
        String key;
        try (OpenEdit edit = course.openEdit(lecture)) {
            stage.capture(edit.commit());
            key = stage.cached(lecture);
            await().during(A_WHILE)
                    .atMost(SOON)
                    .until(() -> stage.isCached(key)
                            && stage.redis().exists(stage.keys.fence("lecture:" + lecture)) == 0
                            && stage.outcomes().isEmpty());
        }

        assertThat(stage.awaitOutcome("lecture:" + lecture).rowsDeleted()).isEqualTo(1);
        await().atMost(SOON).until(() -> stage.isGone(key));
    }

    @Test
    void anAttemptThatRanOutOfPatienceIsRepeatedInOrder() {
        UUID lecture = course.lecture();
        var instance = stage.with("freshet.invalidation.gate.patience", "100ms").start();
        try (OpenEdit edit = course.openEdit(lecture)) {
            stage.capture(edit.commit());
            await().atMost(SOON).until(() -> Stage.health(instance).toString().contains("NotVisibleException"));
        }

        stage.awaitOutcome("lecture:" + lecture);
        await().atMost(SOON)
                .until(() -> Stage.health(instance).getStatus().getCode().equals("UP"));
    }

    @Test
    void whatCannotBeReadWaitsForItsTransactionToo() {
        UUID lecture = course.lecture();
        stage.start();
        try (OpenEdit edit = course.openEdit(lecture)) {
            stage.send(
                    stage.changes("lecture_content_hashes"),
                    null,
                    "garbage".getBytes(StandardCharsets.UTF_8),
                    stage.provenance(edit.commit().transactionId()));
            await().during(A_WHILE)
                    .atMost(SOON)
                    .until(() -> stage.read(stage.topics.deadLetters()).isEmpty()
                            && stage.outcomes().isEmpty());
        }

        stage.awaitOutcome("cache:ai-responses");
        assertThat(stage.read(stage.topics.deadLetters())).hasSize(1);
    }

    /** Whose ids the primary would never show: the system of before a restore, or nobody's. */
    @ParameterizedTest
    @ValueSource(strings = {ChangeHeaders.SYSTEM_ID, ChangeHeaders.TIMELINE, ChangeHeaders.TRANSACTION_ID})
    void aChangeOfAnotherSystemMakesTheWholeCacheStaleAtOnce(String header) {
        UUID lecture = course.lecture();
        UUID untold = course.lecture();
        String fresh = stage.cached(lecture);
        stage.start();
        String missed = stage.cached(untold);
        course.edit(untold);
        String epoch = stage.redis().get(stage.keys.epoch("ai-responses"));
        Map<String, String> headers = new HashMap<>(stage.provenance("18446744073709551615"));
        headers.put(header, header.equals(ChangeHeaders.TRANSACTION_ID) ? "12x" : "4711");

        Stage.Envelope change = stage.hashChange(new Course.Edit(lecture, "old", "new"));
        stage.send(change.topic(), change.keyBytes(), change.valueBytes(), headers);

        Invalidation outcome = stage.awaitOutcome("cache:ai-responses");
        await().atMost(SOON).until(() -> stage.isGone(missed));
        assertThat(Objects.requireNonNull(outcome.change()).operation()).isEqualTo("update");
        assertThat(stage.isCached(fresh)).isTrue();
        assertThat(stage.redis().get(stage.keys.epoch("ai-responses"))).isNotEqualTo(epoch);
        assertThat(stage.read(stage.topics.deadLetters())).isEmpty();
    }

    @Test
    void aChangeWithoutHeadersMakesTheWholeCacheStale() {
        stage.start();

        Stage.Envelope change = stage.hashChange(new Course.Edit(course.lecture(), "old", "new"));
        stage.send(change.topic(), change.keyBytes(), change.valueBytes(), Map.of());

        assertThat(List.of(stage.awaitOutcome("cache:ai-responses"))).hasSize(1);
    }
}
