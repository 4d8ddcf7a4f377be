package dev.freshet.statistics.folding;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a batch turned out to say.
 *
 * @param events of the records that could be read
 * @param poison the others
 */
record Reading<E>(List<E> events, List<Poison> poison) {

    static <E> Reading<E> of(List<ConsumerRecord<byte[], byte[]>> batch, Fold<E> fold) {
        Reading<E> reading = new Reading<>(new ArrayList<>(batch.size()), new ArrayList<>());
        batch.forEach(entry -> reading.add(entry, fold));
        return reading;
    }

    private void add(ConsumerRecord<byte[], byte[]> entry, Fold<E> fold) {
        try {
            events.add(fold.read(entry));
        } catch (RuntimeException e) {
            poison.add(new Poison(entry, e));
        }
    }
}
