package dev.freshet.statistics.folding;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one consumer stands in the partitions that it was assigned, as the database has it. A partition without a cursor
 * is assigned but not placed (the database was away): its records are refused until it is. Belongs to one consumer
 * thread; not thread-safe.
 */
final class Cursors {

    private static final Logger log = LoggerFactory.getLogger(Cursors.class);

    private final Positions positions;
    private final Broker broker;
    private final Tally tally;
    private final Map<TopicPartition, Cursor> cursors = new HashMap<>();

    Cursors(Positions positions, Broker broker, Tally tally) {
        this.positions = positions;
        this.broker = broker;
        this.tally = tally;
    }

    /**
     * The next offset that has not been counted.
     *
     * @param partition for good
     * @param next as stored
     */
    record Cursor(PartitionId partition, long next) {}

    /** How a consumer is told where to go on. */
    interface Seek {
        void to(TopicPartition partition, long offset);
    }

    /** Makes the consumer go on from the stored positions. What it throws leaves the partitions without cursors. */
    void place(Collection<TopicPartition> partitions, Seek seek) {
        forget(partitions);
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, PartitionId> ids = broker.identify(partitions);
        Map<TopicPartition, Long> beginnings = broker.beginnings(partitions);
        Map<TopicPartition, Long> stored = new HashMap<>();
        ids.forEach((partition, id) -> stored.put(partition, positions.storedOr(id, at(beginnings, partition))));
        // Asked for after the positions were read: an end from before could lie behind a position that moved since
        Map<TopicPartition, Long> ends = broker.ends(partitions);
        ids.forEach((partition, id) -> {
            long next = within(id, at(stored, partition), at(beginnings, partition), at(ends, partition));
            seek.to(partition, next);
            cursors.put(partition, new Cursor(id, next));
        });
    }

    private long within(PartitionId id, long stored, long beginning, long end) {
        long there = Math.min(Math.max(stored, beginning), end);
        if (there == stored) {
            return stored;
        }
        if (!positions.moved(id, stored, there)) {
            throw new PositionTaken(tally.consumer(), id, stored);
        }
        if (there > stored) {
            lost(id, stored, there);
        } else {
            log.error(
                    "{} ends at {}, before the stored position {} of {}: the broker lost records. Going on from its end",
                    id,
                    end,
                    stored,
                    tally.consumer());
        }
        return there;
    }

    /** Refuses records of partitions that are not placed, or that were counted before. */
    void expect(TopicPartition partition, long firstOffset) {
        Cursor cursor = get(partition);
        if (cursor == null) {
            throw new NotPlaced(partition);
        }
        if (firstOffset < cursor.next()) {
            throw new PositionTaken(tally.consumer(), cursor.partition(), firstOffset);
        }
        if (firstOffset > cursor.next()) {
            lookForLoss(partition, cursor);
        }
    }

    /** Offsets may be missing because a transaction of the producer ended there, or because retention took records. */
    private void lookForLoss(TopicPartition partition, Cursor cursor) {
        long beginning = at(broker.beginnings(List.of(partition)), partition);
        if (beginning > cursor.next()) {
            lost(cursor.partition(), cursor.next(), beginning);
        }
    }

    private void lost(PartitionId id, long from, long to) {
        tally.lost(to - from);
        log.error(
                "{} had not counted offsets {} to {} of {} when the topic's retention removed them: they are missing"
                        + " from the figures",
                tally.consumer(),
                from,
                to - 1,
                id);
    }

    @Nullable
    Cursor get(TopicPartition partition) {
        return cursors.get(partition);
    }

    /** After the transaction that moved the stored position was committed. */
    void moved(TopicPartition partition, Cursor to) {
        cursors.put(partition, to);
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(cursors::remove);
    }

    /** Those that have no cursor. */
    List<TopicPartition> notPlaced(Collection<TopicPartition> assigned) {
        return assigned.stream()
                .filter(partition -> !cursors.containsKey(partition))
                .toList();
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalStateException("no offset of " + partition);
        }
        return offset;
    }

    /** Records arrived of a partition whose stored position could not be read yet. */
    static final class NotPlaced extends RuntimeException {

        NotPlaced(TopicPartition partition) {
            super("the stored position in " + partition + " is not known yet");
        }
    }
}
