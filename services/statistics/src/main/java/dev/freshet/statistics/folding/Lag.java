package dev.freshet.statistics.folding;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far one topic's figures are behind, whichever process counts them. Asks Kafka and the database, at most once in a
 * few seconds. Thread-safe.
 */
final class Lag {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Fold<?> fold;
    private final Positions positions;
    private final Broker broker;
    private final Clock clock;
    private @Nullable Reading latest;

    Lag(Fold<?> fold, Positions positions, Broker broker, Clock clock) {
        this.fold = fold;
        this.positions = positions;
        this.broker = broker;
        this.clock = clock;
    }

    /**
     * What was seen.
     *
     * @param positions the next offset to count, by {@code topic-partition}; without those that nobody has begun
     * @param records that wait to be counted
     */
    record Reading(SortedMap<String, Long> positions, long records, Instant at) {}

    synchronized Reading read() {
        Instant now = clock.instant();
        Reading known = latest;
        if (known == null || known.at().plus(FRESH).isBefore(now)) {
            known = measure(now);
            latest = known;
        }
        return known;
    }

    private Reading measure(Instant now) {
        Collection<PartitionId> partitions = broker.partitions(fold.topic());
        List<TopicPartition> names =
                partitions.stream().map(PartitionId::topicPartition).toList();
        Map<TopicPartition, Long> beginnings = broker.beginnings(names);
        Map<PartitionId, Long> stored = positions.stored(partitions);
        Map<TopicPartition, Long> ends = broker.ends(names); // after the positions, lest the lag be negative
        SortedMap<String, Long> next = new TreeMap<>();
        long records = 0;
        for (PartitionId partition : partitions) {
            TopicPartition name = partition.topicPartition();
            Long begun = stored.get(partition);
            if (begun != null) {
                next.put(name.toString(), begun);
            }
            long from = begun != null ? begun : beginnings.getOrDefault(name, 0L);
            records += ends.getOrDefault(name, from) - from;
        }
        return new Reading(next, records, now);
    }

    /** For a gauge: not a number while Kafka or the database does not answer. */
    double records() {
        try {
            return read().records();
        } catch (RuntimeException e) {
            return Double.NaN;
        }
    }
}
