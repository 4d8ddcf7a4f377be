package dev.freshet.invalidation;

import static dev.freshet.invalidation.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Invalidation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class InvalidationIT extends OnStage {

    @Test
    void aChangedHashRemovesExactlyTheDependentRowsAndKeys() {
        UUID edited = course.lecture();
        UUID other = course.lecture();
        stage.start();
        String alone = stage.cached(edited);
        String shared = stage.cached(edited, other);
        String independent = stage.cached(other);

        stage.capture(course.edit(edited));

        Invalidation outcome = stage.awaitOutcome("lecture:" + edited);
        await().atMost(SOON).until(() -> stage.isGone(alone) && stage.isGone(shared));
        assertThat(stage.isCached(independent)).isTrue();
        assertThat(outcome.rowsDeleted()).isEqualTo(2);
        assertThat(outcome.keysRemoved()).isEqualTo(2);
        assertThat(stage.redis().pttl(stage.keys.fence("lecture:" + edited))).isBetween(500_000L, 600_000L);
        assertThat(stage.redis().exists(stage.keys.fence("lecture:" + other))).isZero();
        assertThat(stage.outcomes()).hasSize(1);
    }

    @Test
    void anAnswerWhoseHashIsCurrentAgainStays() {
        UUID lecture = course.lecture();
        stage.start();
        Course.Commit commit = course.edit(lecture);
        String refilled = stage.cached(lecture);

        stage.capture(commit);

        assertThat(stage.awaitOutcome("lecture:" + lecture).rowsDeleted()).isZero();
        assertThat(stage.isCached(refilled)).isTrue();
    }

    @Test
    void aRowWrittenAnewWithTheChangeLosesTheKeyOfTheOldOne() {
        UUID lecture = course.lecture();
        stage.start();
        String rewritten = stage.cached(lecture);

        stage.capture(course.editAndAnswer(lecture, rewritten));

        assertThat(stage.awaitOutcome("lecture:" + lecture).keysRemoved()).isOne();
        assertThat(course.hasRow(rewritten)).isTrue();
        assertThat(stage.redis().exists(stage.redisKey(rewritten))).isZero();
    }

    @Test
    void aChangeThatLeavesTheWatchedColumnsRemovesNothing() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        String hash = Objects.requireNonNull(course.hash(lecture));
        Course.Commit real = course.edit(course.lecture());

        stage.send(stage.hashChange(new Course.Edit(lecture, hash, hash)), real.transactionId());
        stage.capture(real);

        stage.awaitOutcomes(all -> !all.isEmpty());
        assertThat(stage.outcomes()).hasSize(1);
        assertThat(stage.isCached(key)).isTrue();
        assertThat(stage.redis().exists(stage.keys.fence("lecture:" + lecture))).isZero();
    }

    @Test
    void theOutcomeTellsTheChangeAndIsACloudEvent() {
        UUID lecture = course.lecture();
        stage.start();
        Course.Commit commit = course.edit(lecture);

        RecordMetadata sent = stage.capture(commit).get(0);

        Invalidation outcome = stage.awaitOutcome("lecture:" + lecture);
        String topicId = stage.topicIds().get(sent.topic());
        assertThat(outcome.id())
                .isEqualTo(new dev.freshet.invalidation.changes.Origin(
                                sent.topic(), Objects.requireNonNull(topicId), sent.partition(), sent.offset())
                        .outcomeId(outcome.tag()));
        assertThat(outcome.cache()).isEqualTo("ai-responses");
        assertThat(outcome.command()).isNull();
        Invalidation.Change change = Objects.requireNonNull(outcome.change());
        assertThat(change.table()).isEqualTo("public.lecture_content_hashes");
        assertThat(change.operation()).isEqualTo("update");
        assertThat(change.transactionId()).isEqualTo(commit.transactionId());
        assertThat(change.lsn()).isEqualTo("16/B374D848");
        assertThat(change.commitTime()).isNotNull();
        var record = stage.read(stage.topics.invalidations()).stream()
                .filter(each -> outcome.tag().equals(new String(each.key(), StandardCharsets.UTF_8)))
                .findFirst()
                .orElseThrow();
        assertThat(record.headers().lastHeader("ce_id").value()).asString().isEqualTo(outcome.id());
        assertThat(record.headers().lastHeader("ce_type").value()).asString().isEqualTo("dev.freshet.invalidation.v1");
    }

    @Test
    void aRepeatTellsTheSameOutcomesAndChangesNothing() {
        UUID lecture = course.lecture();
        ConfigurableApplicationContext first = stage.start();
        String stale = stage.cached(lecture);
        stage.capture(course.edit(lecture));
        Invalidation told = stage.awaitOutcome("lecture:" + lecture);
        await().atMost(SOON).until(() -> stage.isGone(stale));
        String fresh = stage.cached(lecture);
        stage.stop(first);
        rewind();

        stage.start();

        List<Invalidation> twice = stage.awaitOutcomes(all -> all.size() == 2);
        assertThat(twice).extracting(Invalidation::id).containsOnly(told.id());
        assertThat(stage.isCached(fresh)).isTrue();
    }

    @Test
    void aDeletedRowTakesItsKeyAlong() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);

        String transaction = course.inTransaction(() -> {
            course.sql.update("DELETE FROM public.ai_response_cache WHERE cache_key = ?", key);
            return course.text("SELECT pg_current_xact_id()::text");
        });
        stage.send(stage.rowDeleted(key), transaction);

        assertThat(stage.awaitOutcome("key:" + stage.redisKey(key)).keysRemoved())
                .isEqualTo(1);
        assertThat(stage.redis().exists(stage.redisKey(key))).isZero();
        assertThat(stage.redis().exists(stage.keys.fence("key:" + stage.redisKey(key))))
                .isEqualTo(1);
    }

    @Test
    void aDeletedRowThatIsThereAgainKeepsItsKey() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        String transaction = course.inTransaction(() -> {
            course.sql.update("DELETE FROM public.ai_response_cache WHERE cache_key = ?", key);
            return course.text("SELECT pg_current_xact_id()::text");
        });
        course.answer(key, lecture);

        stage.send(stage.rowDeleted(key), transaction);

        assertThat(stage.awaitOutcome("key:" + stage.redisKey(key)).keysRemoved())
                .isZero();
        assertThat(stage.isCached(key)).isTrue();
        assertThat(stage.redis().exists(stage.keys.fence("key:" + stage.redisKey(key))))
                .isZero();
    }

    @Test
    void truncateMakesTheWholeCacheAMissAndKeepsFreshRows() {
        UUID lecture = course.lecture();
        UUID edited = course.lecture();
        stage.start();
        String fresh = stage.cached(lecture);
        String stale = stage.cached(edited);
        Course.Commit commit = course.edit(edited);
        String epoch = stage.redis().get(stage.keys.epoch("ai-responses"));

        stage.send(
                new Stage.Envelope(stage.changes("lecture_content_hashes"), "t", null, null, null),
                commit.transactionId());

        Invalidation outcome = stage.awaitOutcome("cache:ai-responses");
        await().atMost(SOON).until(() -> stage.isGone(stale));
        assertThat(Objects.requireNonNull(outcome.change()).operation()).isEqualTo("truncate");
        assertThat(stage.isCached(fresh)).isTrue();
        assertThat(stage.redis().get(stage.keys.epoch("ai-responses"))).isNotEqualTo(epoch);
    }

    @Test
    void oneBatchTellsEveryOutcomeAndCountsARowOnce() {
        UUID one = course.lecture();
        UUID two = course.lecture();
        String both = stage.cached(one, two);
        Course.Commit commit = course.edit(one, two);
        Course.Commit again = course.edit(one);
        stage.start();
        stage.capture(commit);
        stage.capture(again);

        List<Invalidation> all = stage.awaitOutcomes(outcomes -> outcomes.size() == 3);
        assertThat(all).extracting(Invalidation::id).doesNotHaveDuplicates();
        await().atMost(SOON).until(() -> stage.isGone(both));
    }

    @Test
    void anEditOfAllLecturesIsAppliedInManyBatches() {
        int many = 60;
        Set<String> keys = new HashSet<>();
        UUID[] lectures = new UUID[many];
        for (int i = 0; i < many; i++) {
            lectures[i] = course.lecture();
            keys.add(stage.cached(lectures[i]));
        }
        stage.with("freshet.invalidation.batch", "7").start();

        stage.capture(course.edit(lectures));

        await().atMost(SOON).until(() -> keys.stream().allMatch(stage::isGone));
        List<Invalidation> all = stage.awaitOutcomes(outcomes -> outcomes.size() >= many);
        assertThat(all).hasSize(many);
        assertThat(all.stream().mapToLong(Invalidation::rowsDeleted).sum()).isEqualTo(many);
        assertThat(all.stream().mapToLong(Invalidation::keysRemoved).sum()).isEqualTo(many);
    }

    @Test
    void committedOffsetsCarryTheTopicsId() {
        UUID lecture = course.lecture();
        stage.start();
        RecordMetadata sent = stage.capture(course.edit(lecture)).get(0);
        TopicPartition partition = new TopicPartition(sent.topic(), sent.partition());

        OffsetAndMetadata committed = await().atMost(SOON)
                .until(
                        () -> Objects.requireNonNull(stage.committed().get(partition)),
                        offset -> offset.offset() == sent.offset() + 1);

        assertThat(committed.metadata())
                .startsWith(stage.topicIds().get(sent.topic()) + " " + stage.rules.digest() + " ");
    }

    /** As after a crash between the effects and the commit. */
    private void rewind() {
        Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
        stage.committed()
                .forEach((partition, committed) ->
                        beginnings.put(partition, new OffsetAndMetadata(0, committed.metadata())));
        Stage.got(stage.kafka
                .alterConsumerGroupOffsets(stage.topics.prefix(), beginnings)
                .all());
    }
}
