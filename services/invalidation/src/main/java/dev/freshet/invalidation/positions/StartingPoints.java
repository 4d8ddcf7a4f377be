package dev.freshet.invalidation.positions;

import dev.freshet.cache.control.AppliedPositions.Applied;
import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.changes.Origin;
import dev.freshet.invalidation.changes.RecordReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins to read partitions: where the last reader stopped, or at the beginning when that is not known any more. What may
 * have been missed is treated before the position counts as applied.
 */
public final class StartingPoints {

    private static final Logger log = LoggerFactory.getLogger(StartingPoints.class);

    private final Positions positions;
    private final TopicIds topicIds;
    private final RecordReader reader;
    private final GapTreatment treatment;
    private final String rules;

    /** @param rules digest of the rules that hold now */
    public StartingPoints(
            Positions positions, TopicIds topicIds, RecordReader reader, GapTreatment treatment, String rules) {
        this.positions = positions;
        this.topicIds = topicIds;
        this.reader = reader;
        this.treatment = treatment;
        this.rules = rules;
    }

    /**
     * Seeks to where each partition begins. Blocks; called on the consumer's thread. Whatever it throws, nothing counts
     * as applied, and it may be called again.
     */
    public void begin(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, Start> starts = starts(consumer, partitions);
        String raised = treatGaps(starts);
        starts.forEach((partition, start) -> positions.start(
                partition,
                new Applied(
                        start.topicId(),
                        partition.partition(),
                        start.offset(),
                        start.gap() == null ? start.server() : raised)));
        positions.publish();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        starts.forEach((partition, start) -> {
            consumer.seek(partition, start.offset());
            offsets.put(partition, start.offset());
        });
        commit(consumer, offsets);
    }

    /** Commits offsets with what they need to be understood by. Blocks; called on the consumer's thread. */
    public void commit(Consumer<?, ?> consumer, Map<TopicPartition, Long> nextOffsets) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        nextOffsets.forEach((partition, offset) -> offsets.put(
                partition,
                new OffsetAndMetadata(offset, positions.note(partition).metadata())));
        consumer.commitSync(offsets);
    }

    private Map<TopicPartition, Start> starts(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<String, String> ids =
                topicIds.of(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(new HashSet<>(partitions));
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        Map<TopicPartition, Start> starts = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            String topicId = answered(ids, partition.topic());
            starts.put(
                    partition,
                    Start.of(
                            committed.get(partition),
                            topicId,
                            rules,
                            answered(first, partition),
                            answered(end, partition)));
        }
        return starts;
    }

    private static <K, V> V answered(Map<K, V> answers, K asked) {
        return Objects.requireNonNull(answers.get(asked), () -> "Kafka said nothing of " + asked);
    }

    /** One treatment for each cache, however many partitions have a gap. */
    private String treatGaps(Map<TopicPartition, Start> starts) {
        Map<String, Effect> byCache = new TreeMap<>();
        Map<String, List<TopicPartition>> partitionsByGap = new TreeMap<>();
        starts.forEach((partition, start) -> {
            String gap = start.gap();
            if (gap != null) {
                Origin at = new Origin(partition.topic(), start.topicId(), partition.partition(), start.offset());
                reader.fedBy(partition.topic())
                        .forEach(cache -> byCache.putIfAbsent(cache, Effect.ofGap(at, cache, gap)));
                partitionsByGap.computeIfAbsent(gap, same -> new ArrayList<>()).add(partition);
            }
        });
        if (byCache.isEmpty()) {
            return "";
        }
        log.warn(
                "Changes may be missing, so whole caches are made stale: {}. Why, and where: {}",
                byCache.keySet(),
                partitionsByGap);
        return treatment.apply(List.copyOf(byCache.values()));
    }
}
