package dev.freshet.statistics.recount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TopicReaderIT {

    private static final Map<String, Object> KAFKA =
            Map.of("bootstrap.servers", TestServers.shared().bootstrapServers(), "auto.offset.reset", "earliest");

    private final String topic = "reader-" + UUID.randomUUID();
    private final List<String> read = new ArrayList<>();

    /** The consumers go on while days are counted again, and what they take meanwhile is read as well. */
    @Test
    void goesOnFromAnEndThatHasMoved() throws Exception {
        try (Admin admin = Admin.create(KAFKA);
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(KAFKA, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
            TopicReader reader = new TopicReader(
                    consumer, topic, entry -> read.add(new String(entry.value(), StandardCharsets.UTF_8)));
            send(0, "a");
            send(1, "b");
            reader.readTo(positions(1, 1));
            assertThat(read).containsExactlyInAnyOrder("a", "b");

            send(0, "c");
            reader.readTo(positions(2, 1));
            assertThat(read).endsWith("c").hasSize(3);
        }
    }

    private static Map<Integer, Position> positions(long first, long second) {
        return Map.of(0, new Position(first, Instant.EPOCH), 1, new Position(second, Instant.EPOCH));
    }

    private void send(int partition, String value) throws InterruptedException, ExecutionException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(KAFKA, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, "k", value)).get();
        }
    }
}
