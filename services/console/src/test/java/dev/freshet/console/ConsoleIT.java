package dev.freshet.console;

import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The console on real servers; one for all test classes. */
@SpringBootTest(
        classes = ConsoleApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "freshet.demo=true",
            "spring.mvc.problemdetails.enabled=true",
            "management.endpoint.health.show-components=always",
            "management.endpoint.health.show-details=always"
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConsoleIT {

    private static final Servers SERVERS = ConsoleApplication.prepared();

    @Autowired
    protected JdbcClient database;

    @Autowired
    private RedisClient redisClient;

    @LocalServerPort
    protected int port;

    protected RestTestClient http;
    protected RedisCommands<String, String> redis;
    private StatefulRedisConnection<String, String> connection;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> SERVERS.jdbcUrl(ConsoleApplication.DATABASE));
        properties.add("spring.datasource.username", SERVERS::user);
        properties.add("spring.datasource.password", SERVERS::password);
        properties.add("spring.kafka.bootstrap-servers", SERVERS::bootstrapServers);
    }

    @BeforeAll
    void connect() {
        http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
        connection = redisClient.connect();
        redis = connection.sync();
    }

    @AfterAll
    void disconnect() {
        connection.close();
    }

    /** The body of an answer that went well. */
    protected static <T> T body(RestTestClient.ResponseSpec response, Class<T> type) {
        return Objects.requireNonNull(response.expectStatus()
                .is2xxSuccessful()
                .expectBody(type)
                .returnResult()
                .getResponseBody());
    }

    /** The first record of a topic that is as wanted; waits for it. */
    protected static ConsumerRecord<String, byte[]> record(
            String topic, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return await("such a record on " + topic)
                .atMost(Duration.ofSeconds(20))
                .until(() -> records(topic).filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** What a topic holds now. */
    protected static Stream<ConsumerRecord<String, byte[]>> records(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SERVERS.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records.stream();
    }
}
