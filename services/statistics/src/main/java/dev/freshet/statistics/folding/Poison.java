package dev.freshet.statistics.folding;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that cannot be counted.
 *
 * @param entry as it came
 * @param reason why, for people
 */
record Poison(ConsumerRecord<byte[], byte[]> entry, String reason) {

    Poison(ConsumerRecord<byte[], byte[]> entry, Throwable cause) {
        this(entry, cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
}
