package dev.freshet.statistics.folding;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One consumer's row per partition in {@code freshet.consumer_position}: the offset of the next record that has not been
 * counted. Takes part in the caller's transaction. Thread-safe.
 */
final class Positions {

    static final String TABLE = "freshet.consumer_position";
    static final String REFUSED = "freshet.refused_record";

    private final String consumer;
    private final JdbcTemplate jdbc;

    Positions(String consumer, JdbcTemplate jdbc) {
        this.consumer = consumer;
        this.jdbc = jdbc;
    }

    /**
     * Moves on, from exactly where the batch began. The row stays locked until the transaction ends, so of two consumers
     * that began at the same offset the second one finds that it has moved.
     *
     * @throws PositionTaken if it stands elsewhere
     */
    void advance(PartitionId partition, long from, long to) {
        if (!moved(partition, from, to)) {
            throw new PositionTaken(consumer, partition, from);
        }
    }

    /** Notes a record that the database refused to count. */
    void refused(PartitionId partition, long offset, String reason) {
        jdbc.update(
                """
                INSERT INTO freshet.refused_record (consumer, topic_id, partition, record_offset, reason)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                consumer,
                partition.topicId(),
                partition.partition(),
                offset,
                reason);
    }

    /** Whether the position stood at {@code from} and now stands at {@code to}. */
    boolean moved(PartitionId partition, long from, long to) {
        return jdbc.update(
                        """
                        UPDATE freshet.consumer_position SET next_offset = ?, updated_at = now()
                        WHERE consumer = ? AND topic_id = ? AND partition = ? AND next_offset = ?""",
                        to,
                        consumer,
                        partition.topicId(),
                        partition.partition(),
                        from)
                == 1;
    }

    /** The stored position; where there is none, {@code beginning} becomes it. */
    long storedOr(PartitionId partition, long beginning) {
        jdbc.update(
                """
                INSERT INTO freshet.consumer_position (consumer, topic, topic_id, partition, next_offset, updated_at)
                VALUES (?, ?, ?, ?, ?, now()) ON CONFLICT DO NOTHING""",
                consumer,
                partition.topic(),
                partition.topicId(),
                partition.partition(),
                beginning);
        return read(partition)
                .orElseThrow(() -> new IllegalStateException(
                        "the position of " + consumer + " in " + partition + " is gone again"));
    }

    /** The stored positions of those partitions that somebody has begun. */
    Map<PartitionId, Long> stored(Collection<PartitionId> partitions) {
        Map<PartitionId, Long> stored = new TreeMap<>();
        for (PartitionId partition : partitions) {
            read(partition).ifPresent(next -> stored.put(partition, next));
        }
        return stored;
    }

    private Optional<Long> read(PartitionId partition) {
        return jdbc
                .queryForList(
                        """
                        SELECT next_offset FROM freshet.consumer_position
                        WHERE consumer = ? AND topic_id = ? AND partition = ?""",
                        Long.class,
                        consumer,
                        partition.topicId(),
                        partition.partition())
                .stream()
                .findFirst();
    }
}
