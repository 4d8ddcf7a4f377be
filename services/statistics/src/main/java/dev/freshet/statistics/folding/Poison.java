package dev.freshet.statistics.folding;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that cannot be counted.
 *
 * @param entry as it came
 * @param reason why, for people
 */
record Poison(ConsumerRecord<byte[], byte[]> entry, String reason) {

    /** Readers may quote what they could not read, however long. */
    private static final int LONGEST_REASON = 500;

    Poison {
        String line = reason.replaceAll("\\p{Cntrl}+", " ");
        reason = line.substring(0, Math.min(line.length(), LONGEST_REASON));
    }

    Poison(ConsumerRecord<byte[], byte[]> entry, Throwable cause) {
        this(entry, cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
}
