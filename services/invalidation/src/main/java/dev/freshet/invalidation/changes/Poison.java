package dev.freshet.invalidation.changes;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that nobody could make sense of, and why. */
public record Poison(ConsumerRecord<byte[], byte[]> record, String reason) {}
