package dev.freshet.statistics.faults;

import static dev.freshet.statistics.Events.access;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Access.Outcome;
import dev.freshet.statistics.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How fast accesses are folded, and how that compares with a consumer that does nothing but poll the same topic. The bound
 * is far below what any machine does; the figures are printed.
 */
class RateIT {

    private static final boolean FULL = "full".equals(System.getProperty("freshet.faults"));
    private static final int EVENTS = FULL ? 1_000_000 : 100_000;
    private static final String CONSUMER = "statistics-accesses";

    private final Scene scene = new Scene(4, "lectures");
    private final String topic = scene.topics().accesses();
    private final Random random = new Random(42);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void foldsFastEnoughToKeepUp() {
        for (int i = 0; i < EVENTS; i++) {
            scene.send(
                    topic,
                    "key-" + random.nextInt(10_000),
                    access(
                            "ai-responses",
                            "operation-" + random.nextInt(5),
                            List.of(Outcome.values()).get(random.nextInt(3)),
                            random.nextInt(5000),
                            "2026-06-0" + (1 + random.nextInt(3)) + "T10:00:00Z"));
            if (i % 10_000 == 0) {
                scene.flush();
            }
        }
        scene.flush();
        poll(); // warm
        double bare = poll();

        long begin = System.nanoTime();
        scene.start();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> position() > 0);
        long before = position();
        long started = System.nanoTime();
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> position() >= EVENTS);
        double folded = (EVENTS - before) * 1e9 / (System.nanoTime() - started);

        System.out.printf(
                "Rate: %,d accesses, folded %,.0f/s (%.1f s with the start of the role), bare KafkaConsumer %,.0f/s:"
                        + " ratio %.2f%n",
                EVENTS, folded, (System.nanoTime() - begin) / 1e9, bare, folded / bare);
        assertThat(folded).isGreaterThan(1000);
        assertThat(scene.rows("SELECT sum(total_requests) FROM freshet.daily_operation"))
                .containsExactly(String.valueOf(EVENTS));
    }

    private long position() {
        return scene.position(CONSUMER, topic);
    }

    /** Records per second. */
    private double poll() {
        try (KafkaConsumer<byte[], byte[]> consumer = scene.consumer()) {
            var partitions = scene.ends(topic).keySet();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long polled = consumer.poll(Duration.ofSeconds(10)).count();
            long first = polled;
            long begin = System.nanoTime();
            while (polled < EVENTS) {
                polled += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return (polled - first) * 1e9 / (System.nanoTime() - begin);
        }
    }
}
