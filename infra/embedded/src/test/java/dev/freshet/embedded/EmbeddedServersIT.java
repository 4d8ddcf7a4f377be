package dev.freshet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedServersIT {

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("freshet's ö").toRealPath();
        Binaries.makeReadable(folder);
    }

    @AfterEach
    void deleteFolder() throws IOException {
        assertNothingRuns();
        Tree.delete(folder);
    }

    @Test
    void aPortInUseIsNamedAndNothingStarts() throws IOException {
        try (ServerSocket taken = listening()) {
            int port = taken.getLocalPort();

            assertThatExceptionOfType(PortInUseException.class)
                    .isThrownBy(() -> start(new EmbeddedSettings(folder, 0, 0, port, Map.of())))
                    .satisfies(refusal -> {
                        assertThat(refusal.server()).isEqualTo("Redis");
                        assertThat(refusal.port()).isEqualTo(port);
                    })
                    .withMessage("Port " + port + ", wanted for Redis, is in use on 127.0.0.1");
        }
        assertThat(folder.resolve("postgres")).doesNotExist();
        assertThat(folder.resolve("kafka")).doesNotExist();
    }

    @Test
    void onePortForTwoServersIsRefused() throws IOException {
        int port = freePort();

        assertThatExceptionOfType(PortInUseException.class)
                .isThrownBy(() -> start(new EmbeddedSettings(folder, port, port, 0, Map.of())))
                .satisfies(refusal -> assertThat(refusal.server()).isEqualTo("Kafka"));
    }

    @Test
    void aServerThatDoesNotStartTakesTheOthersAlong() throws IOException {
        int kafkaPort = freePort();
        Map<String, String> nonsense = Map.of("wal_level", "nonsense");

        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(() -> start(new EmbeddedSettings(folder, 0, kafkaPort, 0, nonsense)))
                .withMessageContaining("PostgreSQL did not start")
                .withMessageContaining("invalid value for parameter \"wal_level\": \"nonsense\"");

        assertNothingRuns();
        assertThat(isFree(kafkaPort)).isTrue();

        start(new EmbeddedSettings(folder, 0, kafkaPort, 0, Map.of())).close();
    }

    @Test
    void theFolderIsFreeOnceClosedAndClosingTwiceIsFine() {
        EmbeddedSettings settings = new EmbeddedSettings(folder, 0, 0, 0, Map.of());
        Servers servers = start(settings);

        assertThatExceptionOfType(FolderInUseException.class)
                .isThrownBy(() -> start(settings))
                .withMessageContaining(folder.toString());

        servers.close();
        servers.close();
        ServerFolder.lock(folder).close();
    }

    @Test
    void everythingListensOnTheLoopbackOnly() throws Exception {
        try (Servers servers = start(new EmbeddedSettings(folder, 0, 0, 0, Map.of()));
                RedisClient redis = RedisClient.create(servers.redisUri());
                Connection postgres =
                        DriverManager.getConnection(servers.jdbcUrl("freshet"), servers.user(), servers.password());
                Statement statement = postgres.createStatement();
                ResultSet addresses = statement.executeQuery("SHOW listen_addresses")) {
            assertThat(servers.jdbcUrl("freshet")).matches("jdbc:postgresql://127\\.0\\.0\\.1:[0-9]+/freshet");
            assertThat(servers.bootstrapServers()).matches("127\\.0\\.0\\.1:[0-9]+");
            assertThat(URI.create(servers.redisUri())).hasScheme("redis").hasHost("127.0.0.1");
            addresses.next();
            assertThat(addresses.getString(1)).isEqualTo("127.0.0.1");
            assertThat(redis.connect().sync().configGet("bind")).containsEntry("bind", "127.0.0.1");
        }
    }

    private Servers start(EmbeddedSettings settings) {
        try {
            return EmbeddedServers.start(settings, TemporaryServers.sharedBinaries(folder), () -> {});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertNothingRuns() {
        assertThat(PostgresCluster.pidFile(folder.resolve("postgres")).server()).isEmpty();
        assertThat(new RedisHome(folder.resolve("redis"), folder).pidFile().server())
                .isEmpty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = listening()) {
            return socket.getLocalPort();
        }
    }

    private static ServerSocket listening() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(Loopback.address(0));
        return socket;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Loopback.address(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
