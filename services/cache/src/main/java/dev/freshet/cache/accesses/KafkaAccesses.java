package dev.freshet.cache.accesses;

import dev.freshet.cache.outage.Outage;
import dev.freshet.events.Access;
import dev.freshet.events.CloudEvent;
import dev.freshet.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Accesses on their way to Kafka: noted in a bounded queue, sent in batches by one thread. What finds the queue full, or
 * is not acknowledged in time, is dropped and counted; the first is said in the log, and the end of it. Thread-safe.
 * Closing sends what is queued, for a few seconds at most.
 */
public final class KafkaAccesses implements Accesses, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private record Noted(String key, Access access) {}

    private final Supplier<Producer<String, byte[]>> connector;
    private final String topic;
    private final String source;
    private final BlockingQueue<Noted> queue;
    private final Outage outage;
    private final Thread thread = new Thread(this::run, "freshet-cache-accesses");
    private volatile boolean closed;
    private @Nullable Producer<String, byte[]> producer;

    /**
     * Starts the thread.
     *
     * @param connector makes the producer, on that thread, and again after it has failed
     * @param topic see {@code Topics#accesses}
     * @param source who tells, a URI reference
     * @param capacity how many may be queued
     * @param dropped called for each that is not told
     */
    public KafkaAccesses(
            Supplier<Producer<String, byte[]>> connector, String topic, String source, int capacity, Runnable dropped) {
        this.connector = connector;
        this.topic = topic;
        this.source = source;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.outage = new Outage(
                "Access events are dropped, for " + topic + " does not take them: the statistics lack them",
                Duration.ofSeconds(1),
                System::nanoTime,
                dropped);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void tell(String key, Access access) {
        if (closed || !queue.offer(new Noted(key, access))) {
            outage.failed(new IllegalStateException(closed ? "closed" : "the queue is full"));
        }
    }

    private void run() {
        try {
            while (!closed || (!queue.isEmpty() && outage.isOver())) {
                Noted next = queue.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    /** What nobody could take until now is dropped, so that closing ends. */
    private void disconnect() {
        while (queue.poll() != null) {
            outage.failed(new IllegalStateException("closed"));
        }
        if (producer != null) {
            try {
                producer.close(PATIENCE);
            } catch (org.apache.kafka.common.errors.InterruptException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void send(Noted noted) throws InterruptedException {
        try {
            Future<RecordMetadata> unused = connected().send(message(noted), (sent, failure) -> {
                if (failure == null) {
                    outage.worked();
                } else {
                    outage.failed(failure);
                }
            });
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (KafkaException | IllegalStateException e) {
            outage.failed(e);
        }
    }

    private Producer<String, byte[]> connected() {
        if (producer == null) {
            producer = connector.get();
        }
        return producer;
    }

    private ProducerRecord<String, byte[]> message(Noted noted) {
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(topic, noted.key(), EventJson.write(noted.access()));
        CloudEvent event = new CloudEvent(
                UUID.randomUUID().toString(),
                source,
                "dev.freshet.access.v1",
                noted.access().time());
        event.headers().forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(2 * PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
