package dev.freshet.console.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.console.problem.Problem;
import dev.freshet.events.CloudEvent;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class PublisherTest {

    private static final CloudEvent ATTRIBUTES = new CloudEvent("1", "/test", "test.v1", Instant.EPOCH);

    @Test
    void saysInTimeThatKafkaIsAway() throws IOException {
        try (Publisher publisher =
                new Publisher(Map.of("bootstrap.servers", "localhost:" + closedPort()), Duration.ofMillis(300))) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> publisher.publish("topic", "key", Map.of(), ATTRIBUTES))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.getStatusCode())
                            .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE))
                    .hasMessageContaining("Kafka did not acknowledge the event on topic");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
