package dev.freshet.statistics.recount;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What one topic's records add up to. Not thread-safe. */
interface TopicRecount {

    /** Whose positions say how far the stored figures go. */
    String consumer();

    /** Counts a record; throws on poison, which does not count. */
    void take(ConsumerRecord<byte[], byte[]> entry);

    /**
     * What is stored against what was counted, in the caller's transaction.
     *
     * @param replace whether what was counted is stored
     */
    List<Difference> compare(boolean replace);
}
