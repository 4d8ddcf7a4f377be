package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The roles that write, each in a process of its own and under a database user of its own, from the first migration to the
 * rollback.
 */
class OwnRolesIT {

    private static final String NAME = "own_roles";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String LECTURE = "1e000000-0000-4000-8000-000000000001";

    private final Servers servers = TestServers.shared();
    private final List<FreshetProcess> running = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        running.forEach(FreshetProcess::close);
    }

    @Test
    void anEditRemovesRowAndKeyAndIsCounted() throws Exception {
        servers.createDatabase(NAME);
        assertSucceeds("migrate");
        assertThat(run("run", "--freshet.roles=invalidation", user("statistics"), password("statistics"))
                        .output())
                .contains("cannot remove stale rows", "GRANT DELETE", "CREATE POLICY", "freshet migrate");

        FreshetProcess capture = start("capture");
        start("invalidation");
        start("statistics");

        RedisClient client = RedisClient.create(servers.redisUri());
        try {
            RedisCommands<String, String> redis = client.connect().sync();
            String key =
                    "ai:response:" + text("app", "SELECT min(cache_key) FROM public.ai_response_cache" + aboutIt());
            redis.set(key, "{}");
            edit();
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(text("app", "SELECT count(*) FROM public.ai_response_cache" + aboutIt()))
                        .isEqualTo("0");
                assertThat(redis.get(key)).isNull();
            });
        } finally {
            client.shutdown();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(text(
                        "console",
                        "SELECT count(*) > 0 FROM freshet.invalidation_log WHERE tag = 'lecture:" + LECTURE + "'"))
                .isEqualTo("t"));
        assertThat(text("statistics", "SELECT sum(rows_deleted) > 0 FROM freshet.daily_invalidation"))
                .isEqualTo("t");

        String gaps = text("capture", "SELECT count(*) FROM freshet.gap");
        String beat = text("capture", "SELECT max(beat) FROM freshet.heartbeat");
        assertSucceeds("migrate"); // while all of them run
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        text("capture", "SELECT max(beat) > '" + beat + "' FROM freshet.heartbeat"))
                .isEqualTo("t"));
        assertThat(text("capture", "SELECT count(*) FROM freshet.gap")).isEqualTo(gaps);
        assertThat(capture.get("/actuator/health").statusCode()).isEqualTo(200);

        for (FreshetProcess process : running) {
            process.stop();
        }
        assertSucceeds("rollback");
        assertThat(asSuperuser("SELECT count(*) FROM pg_roles WHERE starts_with(rolname, 'own_')"))
                .isEqualTo("0");
        assertThat(asSuperuser("SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'freshet')"))
                .isEqualTo("0");
        assertThat(asSuperuser("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + NAME + "'"))
                .isEqualTo("0");
        assertSucceeds("rollback");
    }

    private static String aboutIt() {
        return " WHERE lecture_ids @> ARRAY['" + LECTURE + "'::uuid]";
    }

    private void edit() throws SQLException {
        try (Connection connection = connect("own_app", "app's own long password");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE public.lectures SET content = 'Water finds its way.' WHERE id = '" + LECTURE + "'");
        }
    }

    private FreshetProcess start(String role) {
        List<String> settings = new ArrayList<>(settings());
        settings.addAll(List.of(
                "--freshet.servers=external",
                "--freshet.migrate=false",
                "--freshet.roles=" + role,
                user(role),
                password(role)));
        FreshetProcess process = FreshetProcess.startOnly(
                new FreshetProcess.Addresses(servers.jdbcUrl(NAME), servers.bootstrapServers(), servers.redisUri()),
                folder.resolve(role),
                settings);
        running.add(process);
        return process;
    }

    private static String user(String role) {
        return "--spring.datasource.username=own_" + role;
    }

    private static String password(String role) {
        return "--spring.datasource.password=" + role + "'s own long password";
    }

    private List<String> settings() {
        return List.of(
                "--spring.datasource.url=" + servers.jdbcUrl(NAME),
                "--spring.datasource.hikari.maximum-pool-size=4",
                "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                "--freshet.redis.uri=" + servers.redisUri(),
                "--freshet.redis.key-prefix={" + NAME + "}",
                "--freshet.topics.prefix=" + NAME,
                "--freshet.invalidation.group=" + NAME,
                "--freshet.capture.slot=" + NAME);
    }

    private void assertSucceeds(String command) throws Exception {
        List<String> more = new ArrayList<>(List.of(
                "--freshet.demo=true",
                "--freshet.admin.username=" + servers.user(),
                "--freshet.admin.password=" + servers.password(),
                "--freshet.accounts.prefix=own_",
                "--freshet.accounts.application=own_app",
                user("migrate"),
                password("migrate")));
        for (String account : List.of("migrate", "capture", "invalidation", "statistics", "console", "app")) {
            more.add("--freshet.accounts.passwords." + account + "=" + account + "'s own long password");
        }
        FreshetProcess.Finished finished = run(command, more.toArray(String[]::new));
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        assertThat(finished.output()).doesNotContain("'s\"", "password=");
    }

    private FreshetProcess.Finished run(String command, String... more) throws Exception {
        List<String> arguments = Stream.of(
                        List.of(command),
                        command.equals("run") ? external() : List.<String>of(),
                        settings(),
                        List.of(more))
                .flatMap(List::stream)
                .toList();
        return FreshetProcess.run(folder, arguments);
    }

    private static List<String> external() {
        return List.of(
                "--freshet.servers=external", "--freshet.migrate=false", "--server.port=" + FreshetProcess.freePort());
    }

    private String text(String account, String query) throws SQLException {
        try (Connection connection = connect("own_" + account, account + "'s own long password")) {
            return text(connection, query);
        }
    }

    private String asSuperuser(String query) throws SQLException {
        try (Connection connection = connect(servers.user(), servers.password())) {
            return text(connection, query);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection(servers.jdbcUrl(NAME), user, password);
    }
}
