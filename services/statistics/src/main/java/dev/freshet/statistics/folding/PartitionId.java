package dev.freshet.statistics.folding;

import java.util.Comparator;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition for good: a topic that was deleted and created again has another id, and offsets that start anew.
 *
 * @param topic its name
 * @param topicId its id
 * @param partition from 0
 */
record PartitionId(String topic, String topicId, int partition) implements Comparable<PartitionId> {

    private static final Comparator<PartitionId> ORDER =
            Comparator.comparing(PartitionId::topicId).thenComparingInt(PartitionId::partition);

    TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    @Override
    public int compareTo(PartitionId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + " (" + topicId + ")";
    }
}
