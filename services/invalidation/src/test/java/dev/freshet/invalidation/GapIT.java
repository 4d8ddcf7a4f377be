package dev.freshet.invalidation;

import static dev.freshet.invalidation.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Invalidation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class GapIT extends OnStage {

    @Test
    void theFirstStartTrustsNothingThatWasThereBefore() {
        UUID lecture = course.lecture();
        UUID edited = course.lecture();
        String fresh = stage.cached(lecture);
        String stale = stage.cached(edited);
        course.edit(edited);

        stage.start();

        await().atMost(SOON).until(() -> stage.isGone(stale));
        assertThat(stage.isCached(fresh)).isTrue();
        List<Invalidation> told = stage.allOutcomes();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).tag()).isEqualTo("cache:ai-responses");
        assertThat(Objects.requireNonNull(told.get(0).command()).who()).isEqualTo("invalidation");
    }

    @Test
    void aSecondStartFindsNoGap() {
        stage.stop(stage.start());
        String epoch = epoch();

        stage.start();

        assertThat(stage.allOutcomes()).hasSize(1);
        assertThat(epoch()).isEqualTo(epoch);
    }

    @Test
    void whatRetentionTookMakesTheCachesStaleThatItFed() {
        ConfigurableApplicationContext instance = stage.start();
        UUID lecture = course.lecture();
        UUID later = course.lecture();
        stage.stop(instance);
        String missed = stage.cached(lecture);
        RecordMetadata lost = stage.capture(course.edit(lecture)).get(0);
        delete(lost);
        String epoch = epoch();

        stage.start();

        await().atMost(SOON).until(() -> stage.isGone(missed));
        assertThat(epoch()).isNotEqualTo(epoch);
        assertThat(whyOfTheLast()).contains("retention overtook");
        String key = stage.cached(later);
        stage.capture(course.edit(later));
        await().atMost(SOON).until(() -> stage.isGone(key));
    }

    @Test
    void whatRetentionTookUnderARunningReaderDoesSoToo() {
        stage.start();
        UUID open = course.lecture();
        UUID lecture = course.lecture();
        String missed = stage.cached(lecture);
        byte[] key = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (OpenEdit edit = course.openEdit(open)) {
            Stage.Envelope first = stage.hashChange(edit.commit().edits().get(0));
            stage.send(
                    first.topic(),
                    key,
                    first.valueBytes(),
                    stage.provenance(edit.commit().transactionId()));
            await().atMost(SOON).until(stage::waitsAtTheGate);
            Course.Commit commit = course.edit(lecture);
            Stage.Envelope second = stage.hashChange(commit.edits().get(0));
            // Larger than what the reader fetches ahead, and no change of anything
            String hash = Objects.requireNonNull(course.hash(open));
            String padding = "x".repeat(900_000);
            Stage.Envelope large = new Stage.Envelope(
                    first.topic(),
                    "u",
                    null,
                    Course.row("lecture_id", open.toString(), "content_hash", hash),
                    Course.row("lecture_id", open.toString(), "content_hash", hash, "padding", padding));
            for (int i = 0; i < 3; i++) {
                stage.send(first.topic(), key, large.valueBytes(), stage.provenance(commit.transactionId()));
            }
            RecordMetadata lost =
                    stage.send(second.topic(), key, second.valueBytes(), stage.provenance(commit.transactionId()));
            delete(lost);
        }

        await().atMost(SOON).until(() -> stage.isGone(missed));
        assertThat(whyOfTheLast()).contains("retention overtook");
    }

    @Test
    void anOffsetBeyondTheEndMeansThatRecordsAreLost() {
        ConfigurableApplicationContext instance = stage.start();
        stage.stop(instance);
        UUID lecture = course.lecture();
        String missed = stage.cached(lecture);
        course.edit(lecture);
        TopicPartition partition = new TopicPartition(stage.changes("lecture_content_hashes"), 0);
        OffsetAndMetadata committed = Objects.requireNonNull(stage.committed().get(partition));
        Stage.got(stage.kafka
                .alterConsumerGroupOffsets(
                        stage.topics.prefix(), Map.of(partition, new OffsetAndMetadata(1000, committed.metadata())))
                .all());

        stage.start();

        await().atMost(SOON).until(() -> stage.isGone(missed));
        assertThat(whyOfTheLast()).contains("records are lost");
    }

    @Test
    void aTopicCreatedAnewIsReadFromItsBeginning() {
        UUID lecture = course.lecture();
        UUID untold = course.lecture();
        stage.with("freshet.invalidation.bound", "1h").start();
        stage.capture(course.edit(lecture));
        stage.awaitOutcome("lecture:" + lecture);
        String missed = stage.cached(untold);
        course.edit(untold); // told by the old topic only
        String key = stage.cached(lecture);
        createAnew(stage.changes("lecture_content_hashes"));
        Course.Commit commit = course.edit(lecture);
        for (int i = 0; i < 10; i++) { // the new topic has every offset that the old one had
            stage.capture(commit);
        }

        await().atMost(SOON).until(() -> {
            stage.beat();
            return stage.isGone(key) && stage.isGone(missed) && stage.hasLease();
        });
        assertThat(whyOfTheLast()).isNotBlank();
    }

    @Test
    void aTopicCreatedAnewDoesNotLookPassed() {
        UUID lecture = course.lecture();
        ConfigurableApplicationContext instance =
                stage.with("freshet.invalidation.bound", "1h").start();
        for (int i = 0; i < 5; i++) {
            stage.capture(course.edit(lecture));
        }
        stage.beat();
        await().atMost(SOON).until(stage::hasLease);
        stage.stop(instance);
        stage.redis().del(stage.keys.lease());
        createAnew(stage.changes("lecture_content_hashes"));

        try (OpenEdit edit = course.openEdit(lecture)) {
            stage.capture(edit.commit());
            ConfigurableApplicationContext again = stage.launch();
            await().atMost(SOON).until(stage::waitsAtTheGate);
            stage.beat();
            await().atMost(SOON).until(() -> Stage.lag(again) == 1);
            assertThat(stage.hasLease()).isFalse();
        }
        await().atMost(SOON).until(() -> {
            stage.beat();
            return stage.hasLease();
        });
    }

    @Test
    void startingOverGoesOnWhereItWas() {
        UUID lecture = course.lecture();
        ConfigurableApplicationContext instance = stage.start();
        stage.capture(course.edit(lecture));
        stage.awaitOutcome("lecture:" + lecture);

        instance.getBean(Listening.class).startOver();
        instance.getBean(Listening.class).startOver();

        String key = stage.cached(lecture);
        stage.capture(course.edit(lecture));
        await().atMost(SOON).until(() -> stage.isGone(key));
        assertThat(stage.allOutcomes()).hasSize(3);
    }

    private void delete(RecordMetadata upTo) {
        Stage.got(stage.kafka
                .deleteRecords(Map.of(
                        new TopicPartition(upTo.topic(), upTo.partition()),
                        RecordsToDelete.beforeOffset(upTo.offset() + 1)))
                .all());
    }

    private void createAnew(String topic) {
        Stage.got(stage.kafka.deleteTopics(List.of(topic)).all());
        await().atMost(SOON).until(() -> {
            try {
                stage.createTopics(List.of(topic));
                return true;
            } catch (IllegalStateException stillThere) {
                return false;
            }
        });
    }

    private String whyOfTheLast() {
        List<Invalidation> told = stage.allOutcomes().stream()
                .filter(outcome -> outcome.command() != null)
                .sorted(java.util.Comparator.comparing(Invalidation::appliedAt))
                .toList();
        return String.valueOf(
                Objects.requireNonNull(told.get(told.size() - 1).command()).why());
    }

    private String epoch() {
        return stage.redis().get(stage.keys.epoch("ai-responses"));
    }
}
