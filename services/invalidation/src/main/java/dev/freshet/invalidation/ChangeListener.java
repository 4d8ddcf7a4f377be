package dev.freshet.invalidation;

import dev.freshet.cache.control.AppliedPositions.Applied;
import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.changes.RecordReader;
import dev.freshet.invalidation.lease.Leases;
import dev.freshet.invalidation.positions.Positions;
import dev.freshet.invalidation.positions.StartingPoints;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;

/**
 * Applies batches: removal → positions → lease → offsets. Offsets come last, and what throws on the way is delivered again
 * from the first record. Called on the consumer's thread.
 */
final class ChangeListener implements BatchConsumerAwareMessageListener<byte[], byte[]> {

    private final RecordReader reader;
    private final Removal removal;
    private final Positions positions;
    private final Leases leases;
    private final StartingPoints offsets;
    private final InvalidationMetrics metrics;
    private final Progress progress;
    private final Clock clock;

    ChangeListener(
            RecordReader reader,
            Removal removal,
            Positions positions,
            Leases leases,
            StartingPoints offsets,
            InvalidationMetrics metrics,
            Progress progress,
            Clock clock) {
        this.reader = reader;
        this.removal = removal;
        this.positions = positions;
        this.leases = leases;
        this.offsets = offsets;
        this.metrics = metrics;
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        List<Effect> effects = records.stream()
                .flatMap(record -> reader.read(record, topicId(record)).stream())
                .sorted(Comparator.comparing(effect -> effect.cause().origin()))
                .toList();
        Removal.Done done = removal.apply(effects);
        Map<TopicPartition, Long> next = next(records);
        next.forEach((partition, offset) -> positions.advance(partition, offset, done.server()));
        positions.publish();
        leases.evaluate();
        offsets.commit(Objects.requireNonNull(consumer), next);
        metrics.applied(records.size(), done);
        progress.applied(clock.instant());
    }

    private String topicId(ConsumerRecord<?, ?> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Applied position = positions.of(partition);
        if (position == null) {
            throw new IllegalStateException("a record of a partition that is not ours: " + partition);
        }
        return position.topicId();
    }

    private static Map<TopicPartition, Long> next(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.forEach(record ->
                next.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max));
        return next;
    }
}
