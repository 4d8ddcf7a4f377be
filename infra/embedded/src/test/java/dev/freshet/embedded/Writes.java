package dev.freshet.embedded;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Numbers written to a table, a topic and a set, each acknowledged before the next; and read from there. */
final class Writes implements AutoCloseable {

    private static final TopicPartition PARTITION = new TopicPartition("writes", 0);

    private final Servers servers;
    private final Connection postgres;
    private final KafkaProducer<String, String> kafka;
    private final RedisClient redisClient;
    private final StatefulRedisConnection<String, String> redis;

    Writes(Servers servers) throws SQLException {
        this.servers = servers;
        this.postgres = DriverManager.getConnection(servers.jdbcUrl("freshet"), servers.user(), servers.password());
        this.kafka = new KafkaProducer<>(bootstrap(), new StringSerializer(), new StringSerializer());
        this.redisClient = RedisClient.create(servers.redisUri());
        this.redis = redisClient.connect();
    }

    private Map<String, Object> bootstrap() {
        return Map.of("bootstrap.servers", servers.bootstrapServers());
    }

    void prepare() throws Exception {
        try (Statement statement = postgres.createStatement();
                Admin admin = Admin.create(bootstrap())) {
            statement.execute("CREATE TABLE writes (number text PRIMARY KEY)");
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    void write(int number) throws Exception {
        String text = Integer.toString(number);
        try (Statement statement = postgres.createStatement()) {
            statement.executeUpdate("INSERT INTO writes VALUES ('" + number + "')");
        }
        kafka.send(new ProducerRecord<>(PARTITION.topic(), text, text)).get();
        redis.sync().sadd("writes", text);
    }

    Set<String> rows() throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number FROM writes")) {
            Set<String> numbers = new HashSet<>();
            while (rows.next()) {
                numbers.add(rows.getString(1));
            }
            return numbers;
        }
    }

    Set<String> records() {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(bootstrap(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end =
                    consumer.endOffsets(List.of(PARTITION)).values().iterator().next();
            Set<String> numbers = new HashSet<>();
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(it -> numbers.add(it.value()));
            }
            return numbers;
        }
    }

    Set<String> keys() {
        return redis.sync().smembers("writes").stream().collect(Collectors.toSet());
    }

    @Override
    public void close() throws SQLException {
        postgres.close();
        kafka.close();
        redisClient.close();
    }
}
