package dev.freshet.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class SharedServersIT {

    private final Servers servers = TestServers.shared();

    @Test
    void postgresHasANewDatabase() throws Exception {
        servers.createDatabase("own");

        try (Connection connection =
                DriverManager.getConnection(servers.jdbcUrl("own"), servers.user(), servers.password())) {
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("18.6");
        }
    }

    @Test
    void kafkaHasANewTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("own", 4, (short) 1))).all().get();

            assertThat(admin.listTopics().names().get()).contains("own");
        }
    }

    @Test
    void redisKeepsAKey() {
        try (RedisClient client = RedisClient.create(servers.redisUri())) {
            var commands = client.connect().sync();
            commands.set("own", "value");

            assertThat(commands.get("own")).isEqualTo("value");
        }
    }
}
