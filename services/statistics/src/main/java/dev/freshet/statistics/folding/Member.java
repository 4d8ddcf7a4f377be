package dev.freshet.statistics.folding;

import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/**
 * One consumer of a topic.
 *
 * @param fold what it makes of the records
 * @param container its thread
 * @param condition how it is
 */
record Member(Fold<?> fold, KafkaMessageListenerContainer<byte[], byte[]> container, Condition condition) {}
