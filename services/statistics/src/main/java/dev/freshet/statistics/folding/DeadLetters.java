package dev.freshet.statistics.folding;

import dev.freshet.events.DeadLetterHeaders;
import dev.freshet.events.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The topic of records that make no sense: original key, bytes and headers, and why in further headers. A record may be
 * parked more than once (the transaction around it failed): its origin is then the same. Thread-safe.
 */
final class DeadLetters implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final Duration patience;

    DeadLetters(Producer<byte[], byte[]> producer, Topics topics, Duration patience) {
        this.producer = producer;
        this.topics = topics;
        this.patience = patience;
    }

    /** Where a record came from: {@code topic-partition@offset}. */
    static String origin(ConsumerRecord<?, ?> entry) {
        return entry.topic() + "-" + entry.partition() + "@" + entry.offset();
    }

    /** Returns when Kafka has all of them safe. The first goes ahead: without the topic each would wait for itself. */
    void park(String consumer, List<Poison> poison) {
        int first = Math.min(1, poison.size());
        parkTogether(consumer, poison.subList(0, first));
        parkTogether(consumer, poison.subList(first, poison.size()));
    }

    private void parkTogether(String consumer, List<Poison> poison) {
        List<Future<RecordMetadata>> sent = poison.stream()
                .map(one -> producer.send(letter(consumer, one, one.entry().value())))
                .toList();
        for (int i = 0; i < sent.size(); i++) {
            if (!arrived(sent.get(i))) {
                parkWithoutValue(consumer, poison.get(i));
            }
        }
    }

    /** With the headers it has outgrown the limit that it met before; its origin tells where to find it. */
    private void parkWithoutValue(String consumer, Poison poison) {
        if (!arrived(producer.send(letter(consumer, poison, null)))) {
            throw new KafkaException("cannot park " + origin(poison.entry()) + ": too large even without its value");
        }
    }

    private ProducerRecord<byte[], byte[]> letter(String consumer, Poison poison, byte @Nullable [] value) {
        ConsumerRecord<byte[], byte[]> entry = poison.entry();
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topics.deadLetters(), null, entry.key(), value, entry.headers());
        letter.headers()
                .add(DeadLetterHeaders.REASON, poison.reason().getBytes(StandardCharsets.UTF_8))
                .add(DeadLetterHeaders.CONSUMER, consumer.getBytes(StandardCharsets.UTF_8))
                .add(DeadLetterHeaders.ORIGIN, origin(entry).getBytes(StandardCharsets.UTF_8));
        return letter;
    }

    /** False when it is too large, and so never will. */
    private boolean arrived(Future<RecordMetadata> sent) {
        try {
            sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            throw new InterruptException(e); // restores the flag
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw new KafkaException("cannot park records: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka did not take the parked records within " + patience, e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
