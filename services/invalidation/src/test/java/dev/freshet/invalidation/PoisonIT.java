package dev.freshet.invalidation;

import static dev.freshet.invalidation.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.ChangeHeaders;
import dev.freshet.events.DeadLetterHeaders;
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

    private RecordMetadata sendToOnePartition(byte[] value, Course.Commit commit) {
        return stage.send(
                stage.changes("lecture_content_hashes"), KEY, value, stage.provenance(commit.transactionId()));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
