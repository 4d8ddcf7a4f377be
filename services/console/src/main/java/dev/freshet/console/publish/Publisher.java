package dev.freshet.console.publish;

import dev.freshet.console.problem.Problem;
import dev.freshet.events.CloudEvent;
import dev.freshet.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/** Publishes one event and waits until Kafka has it. Thread-safe. */
public final class Publisher implements AutoCloseable {

    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaTemplate<String, byte[]> kafka;
    private final Duration timeout;

    /** @param connection producer settings: where the brokers are and how to log in to them */
    Publisher(Map<String, Object> connection, Duration timeout) {
        this.producers = new DefaultKafkaProducerFactory<>(
                bounded(connection, timeout), new StringSerializer(), new ByteArraySerializer());
        this.kafka = new KafkaTemplate<>(producers);
        // The failure is thrown to the caller; the default listener would log the event besides
        this.kafka.setProducerListener(new ProducerListener<>() {});
        this.timeout = timeout;
    }

    /**
     * Returns once all in-sync replicas have the event; blocks for at most about twice the timeout set.
     *
     * @throws Problem if Kafka did not acknowledge in time; the event may then still arrive
     */
    public void publish(String topic, String key, Object event, CloudEvent attributes) {
        try {
            send(topic, key, event, attributes).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(topic, e);
        } catch (ExecutionException | TimeoutException e) {
            throw away(topic, e);
        }
    }

    /**
     * Hands the event over and does not wait; blocks for at most the timeout set, and only while no broker is known.
     *
     * @return complete, on a thread of Kafka's, when all in-sync replicas have the event; failed when that did not
     *     happen in time
     */
    public CompletableFuture<?> send(String topic, String key, Object event, CloudEvent attributes) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, EventJson.write(event));
        attributes.headers().forEach((name, value) -> message.headers()
                .add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            return kafka.send(message);
        } catch (org.apache.kafka.common.KafkaException | org.springframework.kafka.KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        producers.destroy();
    }

    private static Problem away(String topic, Exception cause) {
        return Problem.unavailable("Kafka did not acknowledge the event on " + topic + "; it may still arrive", cause);
    }

    /** Without bounds a producer waits one minute for a broker, and two for its acknowledgement. */
    private static Map<String, Object> bounded(Map<String, Object> connection, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        Map<String, Object> all = new HashMap<>(connection);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        return all;
    }
}
