package dev.freshet.capture.watermark;

import dev.freshet.events.Watermark;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The next offset of every partition of the topics that a watermark speaks of. For use by one thread.
 *
 * <p>Seeded from the broker, then raised with every acknowledgement: an offset never falls while its topic lives.
 */
final class OffsetVector {

    private final Map<String, Uuid> topicIds = new HashMap<>();
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();

    /** Takes over what the broker says; partitions it does not know are forgotten. */
    void seed(Map<String, Uuid> ids, Map<TopicPartition, Long> ends) {
        nextOffsets.keySet().retainAll(ends.keySet());
        ends.forEach((partition, end) -> {
            boolean sameTopic = idOf(ids, partition).equals(topicIds.get(partition.topic()));
            nextOffsets.merge(partition, end, (old, now) -> sameTopic ? Long.max(old, now) : now);
        });
        topicIds.clear();
        topicIds.putAll(ids);
    }

    /**
     * Takes note of a record that was acknowledged.
     *
     * @return false when the partition is not in the vector, which then has to be seeded anew
     */
    boolean acknowledged(TopicPartition partition, long offset) {
        return nextOffsets.computeIfPresent(partition, (same, next) -> Long.max(next, offset + 1)) != null;
    }

    List<Watermark.Position> positions() {
        return nextOffsets.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition)))
                .map(entry -> position(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Watermark.Position position(TopicPartition partition, long next) {
        return new Watermark.Position(
                partition.topic(), idOf(topicIds, partition).toString(), partition.partition(), next);
    }

    private static Uuid idOf(Map<String, Uuid> ids, TopicPartition partition) {
        Uuid id = ids.get(partition.topic());
        if (id == null) {
            throw new IllegalStateException("no id for topic " + partition.topic());
        }
        return id;
    }
}
