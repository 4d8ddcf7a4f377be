package dev.freshet.capture.engine;

import dev.freshet.capture.changes.Stubs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records and waits until all are acknowledged. A record that is too large is replaced by a stub; any other
 * failure is thrown, and the producer must then be closed. For use by one thread.
 */
final class Sends implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final Progress progress;
    private final List<Sent> pending = new ArrayList<>();

    Sends(Producer<byte[], byte[]> producer, Progress progress) {
        this.producer = producer;
        this.progress = progress;
    }

    static Sends open(KafkaAccess kafka, String clientId, Duration patience, Progress progress) {
        Map<String, Object> properties = new HashMap<>(kafka.producer());
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        return new Sends(new KafkaProducer<>(properties), progress);
    }

    /** Hands a record to the producer; may block while its buffer is full. */
    void send(ProducerRecord<byte[], byte[]> record) {
        pending.add(new Sent(record, producer.send(record)));
    }

    /**
     * Blocks until every record is acknowledged.
     *
     * @param acknowledged is told of each
     * @throws KafkaException if one was not
     */
    void await(Consumer<RecordMetadata> acknowledged) throws InterruptedException {
        producer.flush();
        for (Sent sent : List.copyOf(pending)) {
            acknowledged.accept(resultOf(sent));
            if (Stubs.isStub(sent.record())) {
                progress.stub();
            }
        }
        pending.clear();
    }

    private RecordMetadata resultOf(Sent sent) throws InterruptedException {
        try {
            return sent.future().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                return insteadOf(sent.record(), tooLarge);
            }
            throw failure(sent.record(), e);
        }
    }

    private RecordMetadata insteadOf(ProducerRecord<byte[], byte[]> record, RecordTooLargeException tooLarge)
            throws InterruptedException {
        String reason = "too large for Kafka: " + tooLarge.getMessage();
        progress.stub();
        try {
            return producer.send(Stubs.of(record, reason)).get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw failure(record, e);
            }
        }
        try {
            return producer.send(Stubs.withoutKey(record, reason)).get();
        } catch (ExecutionException e) {
            throw failure(record, e);
        }
    }

    private static KafkaException failure(ProducerRecord<?, ?> record, ExecutionException e) {
        return new KafkaException(
                "Kafka did not take a record for " + record.topic() + ": " + e.getCause(), e.getCause());
    }

    /** Gives up on what is not acknowledged: it is not marked, and comes again. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private record Sent(ProducerRecord<byte[], byte[]> record, Future<RecordMetadata> future) {}
}
