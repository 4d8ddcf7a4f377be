package dev.freshet.capture;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads all topics of a prefix from the beginning, and remembers what it read. */
final class TopicReader implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String prefix;
    private final List<Message> read = new ArrayList<>();

    TopicReader(String bootstrapServers, String prefix) {
        this.prefix = prefix;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "fetch.max.wait.ms",
                        50,
                        "allow.auto.create.topics",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Waits for a message of the topic that fits, also one read before. */
    Message first(String topic, Predicate<Message> fits) {
        return atLeast(topic, fits, 1).get(0);
    }

    List<Message> atLeast(String topic, Predicate<Message> fits, int count) {
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            poll();
            return of(topic, fits).size() >= count;
        });
        return of(topic, fits);
    }

    /** Everything that the broker has of the topic by now. */
    List<Message> all(String topic) {
        poll();
        List<TopicPartition> partitions = consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(topic))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            poll();
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
        return of(topic, message -> true);
    }

    private List<Message> of(String topic, Predicate<Message> fits) {
        return read.stream()
                .filter(message -> message.topic().equals(topic))
                .filter(fits)
                .toList();
    }

    private void poll() {
        assign();
        consumer.poll(Duration.ofMillis(50)).forEach(record -> read.add(new Message(record)));
    }

    private void assign() {
        List<TopicPartition> all = consumer.listTopics().entrySet().stream()
                .filter(topic -> topic.getKey().startsWith(prefix))
                .flatMap(topic -> topic.getValue().stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        List<TopicPartition> added = all.stream()
                .filter(partition -> !consumer.assignment().contains(partition))
                .toList();
        if (!added.isEmpty()) {
            List<TopicPartition> positioned = List.copyOf(consumer.assignment());
            Map<TopicPartition, Long> positions = new java.util.HashMap<>();
            positioned.forEach(partition -> positions.put(partition, consumer.position(partition)));
            consumer.assign(all);
            positions.forEach(consumer::seek);
            consumer.seekToBeginning(added);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    record Message(ConsumerRecord<byte[], byte[]> record) {

        @Override
        public String toString() {
            return record.topic() + "-" + record.partition() + "@" + record.offset() + " " + key() + " " + op();
        }

        String topic() {
            return record.topic();
        }

        @Nullable
        JsonNode key() {
            return record.key() == null ? null : MAPPER.readTree(record.key());
        }

        String keyText() {
            return new String(record.key(), StandardCharsets.UTF_8);
        }

        @Nullable
        JsonNode value() {
            return record.value() == null ? null : MAPPER.readTree(record.value());
        }

        String op() {
            JsonNode value = value();
            return value == null ? "" : value.path("op").asString("");
        }

        JsonNode before() {
            JsonNode value = value();
            return value == null ? MAPPER.missingNode() : value.path("before");
        }

        /** Whether the key has this id. */
        boolean isOf(int id) {
            JsonNode key = key();
            return key != null && key.path("id").asInt(-1) == id;
        }

        JsonNode after() {
            JsonNode value = value();
            return value == null ? MAPPER.missingNode() : value.path("after");
        }

        @Nullable
        String header(String name) {
            Header header = record.headers().lastHeader(name);
            return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
