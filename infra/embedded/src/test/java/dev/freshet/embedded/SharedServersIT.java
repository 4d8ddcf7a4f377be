package dev.freshet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lettuce.core.RedisClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedServersIT {

    private final Servers servers = TestServers.shared();

    @Test
    void postgresMakesADatabaseOnce() throws SQLException {
        servers.createDatabase("Own one");

        assertThat(query("Own one", "SELECT current_database()")).isEqualTo("Own one");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> servers.createDatabase("Own one"))
                .withMessageContaining("already exists");
    }

    @Test
    void postgresRefusesAWrongPassword() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(servers.jdbcUrl("freshet"), servers.user(), "wrong"))
                .withMessageContaining("password authentication failed");
    }

    @ParameterizedTest
    @CsvSource({
        "wal_level, logical",
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "server_encoding, UTF8",
        "log_timezone, UTC"
    })
    void postgresRunsAsInProduction(String parameter, String value) throws SQLException {
        assertThat(query("freshet", "SHOW " + parameter)).isEqualTo(value);
    }

    @Test
    void kafkaMakesTopicsOnlyWhenAsked() throws Exception {
        try (Admin admin = Admin.create(bootstrap());
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers.bootstrapServers(),
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                "500"),
                        new StringSerializer(),
                        new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("asked", 4, (short) 1)))
                    .all()
                    .get();

            assertThat(producer.send(new ProducerRecord<>("asked", "value"))
                            .get()
                            .offset())
                    .isZero();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> producer.send(new ProducerRecord<>("unasked", "value"))
                            .get())
                    .withCauseInstanceOf(TimeoutException.class);
            assertThat(admin.listTopics().names().get()).contains("asked").doesNotContain("unasked");
        }
    }

    @Test
    void redisWritesToItsAppendOnlyFile() {
        try (RedisClient client = RedisClient.create(servers.redisUri())) {
            var commands = client.connect().sync();
            commands.set("own", "value");

            assertThat(commands.get("own")).isEqualTo("value");
            assertThat(commands.info("persistence")).contains("aof_enabled:1");
        }
    }

    @Test
    void postgresIsOfTheTestedVersion() throws SQLException {
        assertThat(query("freshet", "SHOW server_version")).startsWith("18.");
    }

    @Test
    void closingTheSharedServersLeavesThemToTheOthers() throws SQLException {
        servers.close();

        assertThat(query("freshet", "SELECT 'here'")).isEqualTo("here");
    }

    private Map<String, Object> bootstrap() {
        return Map.of("bootstrap.servers", servers.bootstrapServers());
    }

    private String query(String database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(servers.jdbcUrl(database), servers.user(), servers.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
