package dev.freshet.capture.watermark;

import dev.freshet.events.CloudEvent;
import dev.freshet.events.EventJson;
import dev.freshet.events.Topics;
import dev.freshet.events.Watermark;
import dev.freshet.rules.RuleSet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps the vector of a watermark and writes watermarks. For use by one thread.
 *
 * <p>The vector is seeded at the first beat, when this capture is known to own the slot: what its predecessor sent lies
 * before these offsets. It is seeded anew now and then, because topics grow partitions and are made again.
 */
public final class Watermarks {

    private static final Duration SEED_AGE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final OffsetVector vector = new OffsetVector();
    private final TopicEnds ends;
    private final String topic;
    private final String source;
    private final String rules;
    private final Clock clock;
    private Instant seedAgainAt = Instant.MIN;

    /**
     * @param admin of the broker; stays the caller's
     * @param rules all their change topics, and the topic of commands, are in the vector
     */
    public Watermarks(Admin admin, Topics topics, RuleSet rules, String source, Clock clock) {
        this.ends = new TopicEnds(admin, spokenOf(topics, rules), PATIENCE);
        this.topic = topics.watermarks();
        this.source = source;
        this.rules = rules.digest();
        this.clock = clock;
    }

    private static Set<String> spokenOf(Topics topics, RuleSet rules) {
        Set<String> names = new HashSet<>();
        rules.sources().keySet().forEach(table -> names.add(topics.changes(table.schema(), table.table())));
        names.add(topics.commands());
        return names;
    }

    /** Takes note of a record that Kafka has acknowledged. */
    public void acknowledged(RecordMetadata record) {
        if (!vector.acknowledged(new TopicPartition(record.topic(), record.partition()), record.offset())) {
            seedAgainAt = Instant.MIN;
        }
    }

    /** Asks the broker where that is due. To be called when this capture owns the slot. */
    public void seed() throws InterruptedException {
        Instant now = clock.instant();
        if (!now.isBefore(seedAgainAt)) {
            ends.seed(vector);
            seedAgainAt = now.plus(SEED_AGE);
        }
    }

    /**
     * The watermark of a beat, to be sent when everything before it has been acknowledged.
     *
     * @param beat the start of the beat's transaction
     */
    public ProducerRecord<byte[], byte[]> record(Instant beat) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic,
                source.getBytes(StandardCharsets.UTF_8),
                EventJson.write(new Watermark(beat, rules, vector.positions())));
        new CloudEvent(UUID.randomUUID().toString(), "/freshet/capture/" + source, "dev.freshet.watermark.v1", beat)
                .headers()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
