package dev.freshet.invalidation.dryrun;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Records of topics, from a time on up to the end as it was when this was made. Belongs to no consumer group, commits
 * nothing and makes no topic. Confined to one thread.
 */
final class RecordedChanges implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<String> topics;
    private final Map<TopicPartition, Long> from = new HashMap<>();
    private final Map<TopicPartition, Long> to = new HashMap<>();

    /**
     * @param connection Kafka's properties, as for any consumer
     * @param topics those that do not exist have no records
     */
    RecordedChanges(Map<String, Object> connection, Collection<String> topics, Instant since) {
        this.consumer =
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            this.topics = new HashSet<>(consumer.listTopics().keySet());
            this.topics.retainAll(topics);
            bound(since);
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    /** What went wrong first is what is told. */
    private void closeAfter(RuntimeException failure) {
        try {
            consumer.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static Map<String, Object> properties(Map<String, Object> connection) {
        Map<String, Object> properties = new HashMap<>(connection);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        return properties;
    }

    private void bound(Instant since) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        to.putAll(consumer.endOffsets(partitions));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> first = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, same -> since.toEpochMilli())));
        first.forEach((partition, found) ->
                from.put(partition, found == null ? to.getOrDefault(partition, 0L) : Long.valueOf(found.offset())));
    }

    /** Those of the topics that exist. */
    Set<String> topics() {
        return Set.copyOf(topics);
    }

    /** How many offsets there are to read; some may hold no record. */
    long size() {
        return to.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - from.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /**
     * Reads them all, once, those of a partition in order. Blocks.
     *
     * @param progress is told how many offsets have been read
     * @throws TimeoutException if Kafka stops answering
     */
    void read(Consumer<ConsumerRecord<byte[], byte[]>> taker, LongConsumer progress) {
        Set<TopicPartition> open = new HashSet<>(from.keySet());
        open.removeIf(partition -> isRead(partition, from.getOrDefault(partition, 0L)));
        consumer.assign(open);
        open.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        long read = -1;
        long patientUntil = 0;
        while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (!isRead(new TopicPartition(record.topic(), record.partition()), record.offset())) {
                    taker.accept(record);
                }
            }
            long now = System.nanoTime();
            long left = open.stream().mapToLong(this::left).sum();
            if (size() - left != read) {
                read = size() - left;
                patientUntil = now + PATIENCE.toNanos();
                progress.accept(read);
            } else if (now - patientUntil > 0) {
                throw new TimeoutException(
                        "no record has come for " + PATIENCE.toSeconds() + " s, " + left + " are missing");
            }
            open.removeIf(partition -> isRead(partition, consumer.position(partition)));
            consumer.assign(open);
        }
    }

    private boolean isRead(TopicPartition partition, long next) {
        return next >= to.getOrDefault(partition, 0L);
    }

    private long left(TopicPartition partition) {
        return Math.max(0, to.getOrDefault(partition, 0L) - consumer.position(partition));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
