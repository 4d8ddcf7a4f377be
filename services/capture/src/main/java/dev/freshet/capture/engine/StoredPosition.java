package dev.freshet.capture.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads from the topic of offsets what Debezium keeps there. The slot is only ever told what stands here already, so a
 * slot that is further than this was moved or made by somebody else.
 */
final class StoredPosition {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final JsonMapper mapper = new JsonMapper();
    private final KafkaAccess kafka;
    private final String topic;

    StoredPosition(KafkaAccess kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** In bytes of the write-ahead log; empty when nothing is kept under this name. */
    OptionalLong of(String name) {
        OptionalLong last = OptionalLong.empty();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
                    OptionalLong position = position(record, name);
                    last = position.isPresent() ? position : last;
                }
            }
        }
        return last;
    }

    private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        List<PartitionInfo> infos = consumer.listTopics().getOrDefault(topic, List.of());
        return infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private OptionalLong position(ConsumerRecord<byte[], byte[]> record, String name) {
        if (record.key() == null || record.value() == null) {
            return OptionalLong.empty();
        }
        JsonNode key = mapper.readTree(record.key());
        if (!key.isArray() || !name.equals(key.path(0).asString(""))) {
            return OptionalLong.empty();
        }
        JsonNode value = mapper.readTree(record.value());
        JsonNode lsn = value.has("lsn_commit") ? value.get("lsn_commit") : value.path("lsn_proc");
        return lsn.isIntegralNumber() ? OptionalLong.of(lsn.asLong()) : OptionalLong.empty();
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(kafka.admin());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "freshet-capture-position");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new KafkaConsumer<>(properties);
    }
}
