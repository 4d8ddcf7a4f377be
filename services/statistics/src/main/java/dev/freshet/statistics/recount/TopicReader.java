package dev.freshet.statistics.recount;

import dev.freshet.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from its beginning up to given offsets, and may be told to go on from there. In no consumer group. Not
 * thread-safe.
 */
final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final Consumer<ConsumerRecord<byte[], byte[]>> sink;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Set<TopicPartition> cut = new HashSet<>();
    private @Nullable Instant gone;

    TopicReader(KafkaConsumer<byte[], byte[]> consumer, String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        this.consumer = consumer;
        this.topic = topic;
        this.sink = sink;
    }

    /** Nothing that the topic's retention has removed was written later; null when it has all that it ever had. */
    @Nullable
    Instant gone() {
        return gone;
    }

    /** Reads on, in each partition up to its position. */
    void readTo(Map<Integer, Position> positions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        positions.forEach((partition, position) -> ends.put(new TopicPartition(topic, partition), position.next()));
        consumer.assign(ends.keySet());
        begin(ends.keySet());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isAtEnd(ends)) {
            if (System.nanoTime() > deadline) {
                throw new Refusal(
                        "Kafka gave no more records of " + topic + " for " + PATIENCE,
                        "see whether its brokers are well, and try again");
            }
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                take(entry, ends);
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
        }
        for (TopicPartition partition : cut) { // nothing is left that would tell how old it was
            Position position = positions.get(partition.partition());
            note(position == null ? Instant.now() : position.moved());
        }
    }

    private void begin(Set<TopicPartition> partitions) {
        consumer.resume(partitions); // what had arrived at an earlier end goes on
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            if (beginning > 0 && !next.containsKey(partition)) {
                cut.add(partition);
            }
            consumer.seek(partition, next.getOrDefault(partition, beginning));
        }
    }

    /** Also stops what has arrived, so that it is not fetched any more. */
    private boolean isAtEnd(Map<TopicPartition, Long> ends) {
        Set<TopicPartition> arrived = ends.keySet().stream()
                .filter(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))
                .collect(Collectors.toSet());
        consumer.pause(arrived);
        return arrived.size() == ends.size();
    }

    private void take(ConsumerRecord<byte[], byte[]> entry, Map<TopicPartition, Long> ends) {
        TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
        if (entry.offset() < ends.getOrDefault(partition, 0L)) {
            if (cut.remove(partition)) {
                note(Instant.ofEpochMilli(entry.timestamp()));
            }
            sink.accept(entry);
            next.put(partition, entry.offset() + 1);
        }
    }

    /** What is gone is older than what is left, by the time at which it was written. */
    private void note(Instant oldest) {
        gone = gone == null || oldest.isAfter(gone) ? oldest : gone;
    }
}
