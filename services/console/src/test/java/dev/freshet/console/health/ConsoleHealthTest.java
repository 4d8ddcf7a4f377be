package dev.freshet.console.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.console.redis.RedisFixture;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

class ConsoleHealthTest {

    @Test
    void saysOfEachServerThatItIsNotReachable() throws Exception {
        int closed = closedPort();
        try (Broker broker = new Broker(Map.of("bootstrap.servers", "localhost:" + closed));
                RedisFixture redis = RedisFixture.at(closed)) {
            Health health = new ConsoleHealth(database(closed), redis.redis(), broker).health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsOnlyKeys("postgres", "kafka", "redis");
            assertThat(health.getDetails().values())
                    .allSatisfy(answer -> assertThat(answer.toString()).startsWith("not reachable: "));
        }
    }

    private static JdbcClient database(int port) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setPortNumbers(new int[] {port});
        return JdbcClient.create(source);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
