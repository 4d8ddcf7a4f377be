package dev.freshet.invalidation;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;

/**
 * Kafka as the protocol needs it, on the connection that the application has configured. One object and not several beans:
 * those would take the place of Boot's own for everyone.
 */
final class KafkaAccess implements AutoCloseable {

    private final Map<String, Object> consumer;
    private final InvalidationSettings settings;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;

    KafkaAccess(ConsumerFactory<?, ?> consumers, ProducerFactory<?, ?> producers, InvalidationSettings settings) {
        this.consumer = Map.copyOf(consumers.getConfigurationProperties());
        this.settings = settings;
        this.producers = new DefaultKafkaProducerFactory<>(
                producer(producers.getConfigurationProperties(), settings),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** For records of which none may be skipped. */
    ConsumerFactory<byte[], byte[]> changes() {
        Map<String, Object> properties = new HashMap<>(consumer);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
        int session = Math.toIntExact(settings.session().toMillis());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.max(1, session / 3));
        return factory(properties);
    }

    /** For watermarks: every process reads all of them from now on, and remembers nothing. */
    ConsumerFactory<byte[], byte[]> watermarks() {
        Map<String, Object> properties = new HashMap<>(consumer);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return factory(properties);
    }

    KafkaOperations<byte[], byte[]> operations() {
        KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(producers);
        template.setProducerListener(new ProducerListener<>() {}); // the default one logs what is thrown anyway
        return template;
    }

    @Override
    public void close() {
        producers.destroy();
    }

    private static ConsumerFactory<byte[], byte[]> factory(Map<String, Object> properties) {
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new DefaultKafkaConsumerFactory<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> producer(Map<String, Object> configured, InvalidationSettings settings) {
        int timeout = Math.toIntExact(settings.kafkaTimeout().toMillis());
        Map<String, Object> properties = new HashMap<>(configured);
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0); // a batch is sent at once and awaited
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, timeout / 3));
        return properties;
    }
}
