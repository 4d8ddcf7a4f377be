package dev.freshet.app;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A topic as a subscriber sees it who starts at its beginning. */
final class Outcomes {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.shared();

    private Outcomes() {}

    /** Waits for the first outcome of this tag that removed a row. */
    static JsonNode firstThatDeleted(FreshetProcess freshet, String tag) {
        List<JsonNode> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = atTheBeginning(freshet, "freshet.invalidations")) {
            await().atMost(SOON).until(() -> {
                for (ConsumerRecord<String, byte[]> event : consumer.poll(Duration.ofMillis(200))) {
                    found.add(JSON.readTree(event.value()));
                }
                found.removeIf(event -> !event.path("tag").asString().equals(tag)
                        || event.path("rowsDeleted").asLong() == 0);
                return !found.isEmpty();
            });
        }
        return found.get(0);
    }

    /** Waits until the topic has records, and returns them. */
    static List<ConsumerRecord<String, byte[]>> all(FreshetProcess freshet, String topic) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = atTheBeginning(freshet, topic)) {
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
                return !found.isEmpty();
            });
        }
        return found;
    }

    /** Everything that is in the topic now. */
    static List<ConsumerRecord<String, byte[]>> toTheEnd(FreshetProcess freshet, String topic) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = atTheBeginning(freshet, topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return found;
    }

    private static KafkaConsumer<String, byte[]> atTheBeginning(FreshetProcess freshet, String topic) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", freshet.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
