package dev.freshet.cache.accesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestServers;
import dev.freshet.events.Access;
import dev.freshet.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class KafkaAccessesIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicInteger dropped = new AtomicInteger();
    private final String topic = "accesses-" + UUID.randomUUID();

    private static Access access(int number) {
        return new Access("ai-responses", "quiz", Access.Outcome.redis, number, Instant.parse("2026-01-02T03:04:05Z"));
    }

    @Test
    void whatIsToldArrivesOnceWithItsAttributes() throws Exception {
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", TestServers.shared().bootstrapServers());
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
        try (KafkaAccesses accesses = new KafkaAccesses(
                () -> AccessProducer.connect(kafka), topic, "/test", 10_000, dropped::incrementAndGet)) {
            for (int i = 0; i < 1_000; i++) {
                accesses.tell("key " + i, access(i));
            }
        }

        List<ConsumerRecord<String, byte[]>> records = read(1_000);
        assertThat(records).hasSize(1_000);
        assertThat(records)
                .extracting(record -> EventJson.read(record.value(), Access.class))
                .containsExactlyInAnyOrderElementsOf(java.util.stream.IntStream.range(0, 1_000)
                        .mapToObj(KafkaAccessesIT::access)
                        .toList());
        assertThat(records)
                .extracting(record ->
                        new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .doesNotHaveDuplicates();
        assertThat(dropped).hasValue(0);
    }

    private List<ConsumerRecord<String, byte[]>> read(int expected) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestServers.shared().bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= expected;
            });
            return records;
        }
    }

    @Test
    void whatFindsTheQueueFullIsDroppedAndCountedAndNobodyWaits() {
        CountDownLatch hanging = new CountDownLatch(1);
        KafkaAccesses accesses = new KafkaAccesses(
                () -> {
                    try {
                        hanging.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new KafkaException("away");
                },
                topic,
                "/test",
                10,
                dropped::incrementAndGet);
        long begin = System.nanoTime();
        for (int i = 0; i < 111; i++) {
            accesses.tell("key", access(i));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(dropped.get()).isBetween(100, 101);

        hanging.countDown();
        await().atMost(SOON).until(() -> dropped.get() == 111);
        accesses.close();
    }
}
