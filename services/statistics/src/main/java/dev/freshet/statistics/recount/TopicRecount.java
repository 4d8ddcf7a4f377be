package dev.freshet.statistics.recount;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one topic's records add up to. Not thread-safe.
 *
 * @param <E> what a record says
 */
interface TopicRecount<E> {

    /** Whose positions say how far the stored figures go. */
    String consumer();

    /** Reads a record; throws on poison, which was parked with this reason and does not count. */
    E read(ConsumerRecord<byte[], byte[]> entry);

    void count(E event);

    /**
     * What is stored against what was counted, in the caller's transaction.
     *
     * @param gone what the topic no longer has
     * @param replace whether what was counted is stored
     */
    List<Difference> compare(Gone gone, boolean replace);
}
