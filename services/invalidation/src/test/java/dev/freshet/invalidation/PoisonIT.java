package dev.freshet.invalidation;

import static dev.freshet.invalidation.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.ChangeHeaders;
import dev.freshet.events.Command;
import dev.freshet.events.DeadLetterHeaders;
import dev.freshet.events.EventJson;
import dev.freshet.events.Invalidation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class PoisonIT extends OnStage {

    private static final byte[] KEY = "{\"lecture_id\":\"one partition\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void goodBadGood() {
        UUID before = course.lecture();
        UUID after = course.lecture();
        UUID untold = course.lecture();
        String epoch;
        stage.start();
        String first = stage.cached(before);
        String second = stage.cached(after);
        String missed = stage.cached(untold);
        epoch = stage.redis().get(stage.keys.epoch("ai-responses"));
        Course.Commit one = course.edit(before);
        Course.Commit two = course.edit(untold);
        Course.Commit three = course.edit(after);
        byte[] garbage = {'{', 0, (byte) 0xff};

        sendToOnePartition(stage.hashChange(one.edits().get(0)).valueBytes(), one);
        RecordMetadata bad = sendToOnePartition(garbage, two);
        sendToOnePartition(stage.hashChange(three.edits().get(0)).valueBytes(), three);

        stage.awaitOutcome("lecture:" + after);
        await().atMost(SOON).until(() -> List.of(first, second, missed).stream().allMatch(stage::isGone));
        Invalidation whole = stage.awaitOutcome("cache:ai-responses");
        assertThat(Objects.requireNonNull(whole.change()).operation()).isEqualTo("unknown");
        assertThat(whole.change().transactionId()).isEqualTo(two.transactionId());
        assertThat(stage.redis().get(stage.keys.epoch("ai-responses"))).isNotEqualTo(epoch);
        List<ConsumerRecord<byte[], byte[]>> letters = stage.read(stage.topics.deadLetters());
        assertThat(letters).hasSize(1);
        ConsumerRecord<byte[], byte[]> letter = letters.get(0);
        assertThat(letter.value()).isEqualTo(garbage);
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(header(letter, DeadLetterHeaders.CONSUMER)).isEqualTo("invalidation");
        assertThat(header(letter, DeadLetterHeaders.ORIGIN))
                .isEqualTo(bad.topic() + "-" + bad.partition() + "@" + bad.offset());
        assertThat(header(letter, "freshet-dead-letter-reason")).contains("not a JSON object");
        assertThat(header(letter, ChangeHeaders.TRANSACTION_ID)).isEqualTo(two.transactionId());
    }

    @Test
    void aStubStandsForWhatWasTooLarge() {
        Course.Commit commit = course.edit(course.lecture());
        Map<String, String> headers = new HashMap<>(stage.provenance(commit.transactionId()));
        headers.put(ChangeHeaders.UNDECODABLE, "too large: 2 MiB");
        stage.start();

        Stage.Envelope change = stage.hashChange(commit.edits().get(0));
        stage.send(change.topic(), change.keyBytes(), change.valueBytes(), headers);

        stage.awaitOutcome("cache:ai-responses");
        assertThat(header(stage.read(stage.topics.deadLetters()).get(0), "freshet-dead-letter-reason"))
                .isEqualTo("too large: 2 MiB");
    }

    @Test
    void aRecordWithoutAValueIsParked() {
        Course.Commit commit = course.edit(course.lecture());
        stage.start();

        stage.send(stage.changes("lectures"), KEY, null, stage.provenance(commit.transactionId()));

        stage.awaitOutcome("cache:ai-responses");
        assertThat(stage.read(stage.topics.deadLetters()).get(0).value()).isNull();
    }

    @Test
    void aLetterThatWouldBeTooLargeLeavesItsValueOut() {
        Course.Commit commit = course.edit(course.lecture());
        stage.start();
        byte[] large = new byte[1024 * 1024 - 400];

        stage.send(stage.changes("lectures"), KEY, large, stage.provenance(commit.transactionId()));

        stage.awaitOutcome("cache:ai-responses");
        ConsumerRecord<byte[], byte[]> letter =
                stage.read(stage.topics.deadLetters()).get(0);
        assertThat(letter.value()).isEmpty();
        assertThat(header(letter, "freshet-dead-letter-value-left-out")).isEqualTo(Integer.toString(large.length));
    }

    @Test
    void aCommandNamesATag() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        course.edit(lecture);

        Command command = stage.command("lecture:" + lecture, null, false);

        Invalidation outcome = stage.awaitOutcome("lecture:" + lecture);
        await().atMost(SOON).until(() -> stage.isGone(key));
        assertThat(outcome.command()).isEqualTo(command);
        assertThat(outcome.change()).isNull();
        assertThat(outcome.rowsDeleted()).isEqualTo(1);
    }

    @Test
    void aCommandNamesAKey() {
        UUID lecture = course.lecture();
        stage.start();
        String fresh = stage.cached(lecture);
        String stale = stage.cached(lecture);
        course.sql.update("UPDATE public.ai_response_cache SET content_hash = 'old' WHERE cache_key = ?", stale);

        stage.command(null, stage.redisKey(fresh), false);
        stage.command(null, stage.redisKey(stale), false);

        assertThat(stage.awaitOutcome("key:" + stage.redisKey(fresh)).keysRemoved())
                .isEqualTo(1);
        assertThat(stage.awaitOutcome("key:" + stage.redisKey(stale)).rowsDeleted())
                .isEqualTo(1);
        await().atMost(SOON).until(() -> stage.isGone(stale));
        assertThat(stage.redis().exists(stage.redisKey(fresh))).isZero();
        assertThat(course.hasRow(fresh)).isTrue();
    }

    @Test
    void aCommandNamesTheWholeCache() {
        UUID lecture = course.lecture();
        UUID edited = course.lecture();
        stage.start();
        String fresh = stage.cached(lecture);
        String stale = stage.cached(edited);
        course.edit(edited);
        String epoch = stage.redis().get(stage.keys.epoch("ai-responses"));

        stage.command(null, null, true);

        stage.awaitOutcome("cache:ai-responses");
        await().atMost(SOON).until(() -> stage.isGone(stale));
        assertThat(stage.isCached(fresh)).isTrue();
        assertThat(stage.redis().get(stage.keys.epoch("ai-responses"))).isNotEqualTo(epoch);
    }

    @Test
    void aTagThatNoRowCanHaveHarmsNoOther() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        course.edit(lecture);

        stage.command("lecture:not a uuid", null, false);
        stage.command("nothing like it", null, false);
        stage.command("lecture:" + lecture, null, false);

        stage.awaitOutcomes(all -> all.size() == 3);
        await().atMost(SOON).until(() -> stage.isGone(key));
        assertThat(stage.read(stage.topics.deadLetters())).isEmpty();
    }

    @Test
    void aCommandThatCannotBeReadCouldHaveMeantAnything() {
        stage.start();

        stage.send(stage.topics.commands(), null, "{}".getBytes(StandardCharsets.UTF_8), Map.of());

        Invalidation outcome = stage.awaitOutcome("cache:ai-responses");
        assertThat(Objects.requireNonNull(outcome.command()).who()).isEqualTo("invalidation");
        assertThat(stage.read(stage.topics.deadLetters())).hasSize(1);
    }

    @Test
    void textThatPostgresRefusesIsParkedAndBlocksNobody() {
        UUID lecture = course.lecture();
        ConfigurableApplicationContext instance = stage.start();
        stage.command("lecture:\0", null, false);
        stage.send(
                stage.topics.commands(),
                null,
                "{\"id\":\"1\",\"cache\":\"ai-responses\",\"tag\":\"lecture:\\ud800\",\"who\":\"me\"}"
                        .getBytes(StandardCharsets.UTF_8),
                Map.of());

        stage.capture(course.edit(lecture));

        stage.awaitOutcome("lecture:" + lecture);
        await().atMost(SOON).until(() -> stage.read(stage.topics.deadLetters()).size() == 2);
        assertThat(Stage.health(instance).getStatus().getCode()).isEqualTo("UP");
    }

    @Test
    void aCommandForAnUnknownCacheTouchesNothing() {
        UUID lecture = course.lecture();
        stage.start();
        String key = stage.cached(lecture);
        Command command = new Command("id", "nobody's", null, null, true, "me", null);

        stage.send(stage.topics.commands(), null, EventJson.write(command), Map.of());

        await().atMost(SOON).until(() -> stage.read(stage.topics.deadLetters()).size() == 1);
        assertThat(stage.isCached(key)).isTrue();
        assertThat(stage.outcomes()).isEmpty();
    }

    @Test
    void aCommandForAKeyOfOthersTouchesNothing() {
        stage.start();
        stage.redis().set("session:42", "theirs");

        stage.command(null, "session:42", false);

        await().atMost(SOON).until(() -> stage.read(stage.topics.deadLetters()).size() == 1);
        assertThat(stage.redis().get("session:42")).isEqualTo("theirs");
        assertThat(stage.outcomes()).isEmpty();
    }

    private RecordMetadata sendToOnePartition(byte[] value, Course.Commit commit) {
        return stage.send(
                stage.changes("lecture_content_hashes"), KEY, value, stage.provenance(commit.transactionId()));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
