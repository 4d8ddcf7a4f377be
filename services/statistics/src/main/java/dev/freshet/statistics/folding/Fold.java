package dev.freshet.statistics.folding;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the records of one topic are made into. One instance serves all consumer threads of that topic: implementations
 * are thread-safe.
 *
 * @param <E> what a record says
 */
public interface Fold<E> {

    /**
     * The name under which positions are stored, health and metrics are given and the consumer group ends. Another name
     * starts from the beginning of the topic and counts everything once more, so it never changes.
     */
    String name();

    /** The topic to read. */
    String topic();

    /**
     * Called once before the first record, on the thread that starts the application: looks at the tables.
     *
     * @throws dev.freshet.refusal.Refusal if a table or a privilege is missing
     */
    void prepare();

    /**
     * Reads one record. Touches nothing but the record: whatever it throws says that the record is poison, which is
     * parked and never seen again.
     */
    E read(ConsumerRecord<byte[], byte[]> entry);

    /**
     * Writes what a poll brought. Called on a consumer thread inside a transaction in which nothing else than the
     * position has been written; what it throws rolls all of it back, and the same records come again. Locks rows in one
     * order, lest two consumers wait for each other.
     *
     * @param events in the order of each partition; never empty
     * @return how many of them counted: repeats that the tables already hold do not
     */
    int write(List<E> events);

    /**
     * The bytes of a record.
     *
     * @throws IllegalArgumentException if there are none
     */
    static byte[] value(ConsumerRecord<byte[], byte[]> entry) {
        byte[] value = entry.value();
        if (value == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        return value;
    }
}
