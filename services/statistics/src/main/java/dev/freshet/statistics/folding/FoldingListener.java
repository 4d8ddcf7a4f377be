package dev.freshet.statistics.folding;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerSeekAware;

/**
 * One consumer's callbacks, all on its thread: starts assigned partitions at their stored positions and hands what is
 * polled to the folding. Throws whatever goes wrong, for {@link FoldingErrors} to judge.
 */
final class FoldingListener implements BatchMessageListener<byte[], byte[]>, ConsumerSeekAware {

    private final Cursors cursors;
    private final BatchFolding<?> folding;
    private final Tally tally;
    private final Condition condition;
    private final Pauses pauses;

    FoldingListener(Cursors cursors, BatchFolding<?> folding, Tally tally, Condition condition, Pauses pauses) {
        this.cursors = cursors;
        this.folding = folding;
        this.tally = tally;
        this.condition = condition;
        this.pauses = pauses;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> batch) {
        tally.timed(() -> {
            expectFirstOfEachPartition(batch);
            folding.fold(batch);
        });
        condition.well();
        pauses.startAnew();
    }

    private void expectFirstOfEachPartition(List<ConsumerRecord<byte[], byte[]>> batch) {
        Set<TopicPartition> seen = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> entry : batch) {
            TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
            if (seen.add(partition)) {
                cursors.expect(partition, entry.offset());
            }
        }
    }

    @Override
    public void onPartitionsAssigned(Map<TopicPartition, Long> assigned, ConsumerSeekCallback callback) {
        place(assigned.keySet(), callback);
    }

    /** When an assignment could not be placed and no record has come since to try again. */
    @Override
    public void onIdleContainer(Map<TopicPartition, Long> assigned, ConsumerSeekCallback callback) {
        place(cursors.notPlaced(assigned.keySet()), callback);
    }

    private void place(Collection<TopicPartition> partitions, ConsumerSeekCallback callback) {
        try {
            cursors.place(
                    partitions, (partition, offset) -> callback.seek(partition.topic(), partition.partition(), offset));
            condition.well();
        } catch (RuntimeException e) {
            // Thrown from here it would only break the rebalance; the partitions stay refused until they are placed
            condition.ill("cannot start " + partitions + " from the stored positions", e);
        }
    }

    @Override
    public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
        if (partitions != null) {
            cursors.forget(partitions);
        }
    }
}
