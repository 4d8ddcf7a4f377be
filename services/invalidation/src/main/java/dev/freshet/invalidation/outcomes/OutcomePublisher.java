package dev.freshet.invalidation.outcomes;

import dev.freshet.events.CloudEvent;
import dev.freshet.events.DeadLetterHeaders;
import dev.freshet.events.EventJson;
import dev.freshet.events.Invalidation;
import dev.freshet.events.Topics;
import dev.freshet.invalidation.changes.Poison;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;

/** Tells outcomes and parks what could not be understood. Thread-safe. */
public final class OutcomePublisher {

    private static final String SOURCE = "/freshet/invalidation";
    private static final String TYPE = "dev.freshet.invalidation.v1";

    private static final String CONSUMER = "invalidation";

    /** Present when the value is left out because it would have made the letter too large; the length in bytes. */
    private static final String LEFT_OUT = "freshet-dead-letter-value-left-out";

    private static final Logger log = LoggerFactory.getLogger(OutcomePublisher.class);

    private final KafkaOperations<byte[], byte[]> kafka;
    private final Topics topics;

    /** @param kafka idempotent, with {@code acks=all}; gives up on a record after a time */
    public OutcomePublisher(KafkaOperations<byte[], byte[]> kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /** Blocks until Kafka has acknowledged all, or throws a {@link KafkaException} if one failed. */
    public void publish(Collection<Invalidation> outcomes, Collection<Poison> poison) {
        List<Future<SendResult<byte[], byte[]>>> sent = new ArrayList<>();
        outcomes.forEach(outcome -> sent.add(send(record(outcome))));
        poison.forEach(
                letter -> sent.add(send(letter(letter, letter.record().value())).exceptionallyCompose(failure -> {
                    if (!isTooLarge(failure)) {
                        throw new CompletionException(failure);
                    }
                    return send(withoutValue(letter));
                })));
        sent.forEach(OutcomePublisher::await);
        poison.forEach(letter ->
                log.warn("Parked {} in {}: {}", place(letter.record()), topics.deadLetters(), letter.reason()));
    }

    /** What the producer refuses at once fails like what the broker refuses. */
    private CompletableFuture<SendResult<byte[], byte[]>> send(ProducerRecord<byte[], byte[]> record) {
        try {
            return kafka.send(record);
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(Invalidation outcome) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topics.invalidations(), outcome.tag().getBytes(StandardCharsets.UTF_8), EventJson.write(outcome));
        new CloudEvent(outcome.id(), SOURCE, TYPE, outcome.appliedAt())
                .headers()
                .forEach((name, value) -> add(record.headers(), name, value));
        return record;
    }

    private ProducerRecord<byte[], byte[]> letter(Poison poison, byte[] value) {
        ConsumerRecord<byte[], byte[]> origin = poison.record();
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topics.deadLetters(), null, origin.key(), value, origin.headers());
        add(letter.headers(), DeadLetterHeaders.REASON, poison.reason());
        add(letter.headers(), DeadLetterHeaders.CONSUMER, CONSUMER);
        add(letter.headers(), DeadLetterHeaders.ORIGIN, place(origin));
        return letter;
    }

    /** The headers of ours may be the bytes that make it too large. */
    private ProducerRecord<byte[], byte[]> withoutValue(Poison poison) {
        ProducerRecord<byte[], byte[]> letter = letter(poison, new byte[0]);
        add(letter.headers(), LEFT_OUT, Integer.toString(poison.record().serializedValueSize()));
        return letter;
    }

    private static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || (failure.getCause() != null && isTooLarge(failure.getCause()));
    }

    private static void add(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(Future<?> sent) {
        try {
            sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("not acknowledged: " + e.getCause(), e.getCause());
        }
    }
}
