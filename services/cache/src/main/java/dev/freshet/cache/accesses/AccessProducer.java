package dev.freshet.cache.accesses;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The producer of access events: idempotent, in batches, bounded in memory and in time. */
public final class AccessProducer {

    private static final int MEMORY = 8 * 1024 * 1024;

    private AccessProducer() {}

    /**
     * Makes one.
     *
     * @param connection where the brokers are and how to log in to them, as Kafka names these settings
     */
    public static Producer<String, byte[]> connect(Map<String, Object> connection) {
        Map<String, Object> all = new HashMap<>(connection);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MEMORY);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        return new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
    }
}
