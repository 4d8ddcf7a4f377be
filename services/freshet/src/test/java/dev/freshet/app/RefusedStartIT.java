package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.EmbeddedServers;
import dev.freshet.embedded.EmbeddedSettings;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot run says so in one message with cause and remedy, exits with 1 and leaves nothing behind. */
class RefusedStartIT {

    private static final String REPORT = "APPLICATION FAILED TO START";

    @TempDir
    private Path folder;

    @Test
    void namesThePortInUseAndTheSettingThatMovesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String setting : List.of(
                    "server.port",
                    "freshet.embedded.postgres-port",
                    "freshet.embedded.kafka-port",
                    "freshet.embedded.redis-port")) {
                assertRefused(embedded("--" + setting + "=" + taken.getLocalPort()))
                        .contains(Integer.toString(taken.getLocalPort()), "--" + setting);
            }
        }
        assertThat(folder.resolve("state/postgres")).doesNotExist();
    }

    @Test
    void namesAnUnknownRole() throws Exception {
        assertRefused(embedded("--freshet.roles=capture,cooking")).contains("cooking", "capture, invalidation");
    }

    @Test
    void namesAnUnknownPack() throws Exception {
        assertRefused(embedded("--freshet.packs=lectuers")).contains("lectuers", "freshet.packs");
        assertRefused(embedded("--freshet.packs=market", "--freshet.demo=true"))
                .contains("freshet.demo", "the pack lectures");
    }

    @Test
    void namesAnUnknownSettingAndTheNearestThatExists() throws Exception {
        assertRefused(embedded("--freshet.rolls=capture")).contains("freshet.rolls", "freshet.roles");
    }

    @Test
    void refusesToBeOpenToOtherMachines() throws Exception {
        assertRefused(embedded("--server.address=0.0.0.0"))
                .contains("server.address", "freshet.http.viewer-token", "freshet.http.operator-token", "127.0.0.1");
    }

    @Test
    void refusesATokenThatCanBeGuessed() throws Exception {
        assertRefused(embedded("--freshet.http.viewer-token=sesame"))
                .contains("freshet.http.viewer-token", "at least 16")
                .doesNotContain("sesame");
    }

    @Test
    void refusesAnAddressThatTheEmbeddedServersWouldIgnore() throws Exception {
        assertRefused(embedded("--spring.datasource.url=jdbc:postgresql://db/app"))
                .contains("spring.datasource.url", "--freshet.servers=external");
    }

    @Test
    void namesLineCauseAndRemedyOfInvalidRules() throws Exception {
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"),
                """
                caches:
                  ai-responses:
                    keys: "ai:response:{cache_key}"
                sources:
                  public.lectures:
                    onn: [delete]
                    stale: [{cache: ai-respones, tag: "lecture:{id}"}]
                """);
        assertRefused(embedded("--freshet.rules=" + rules)).contains("rules.yaml", "6", "onn", "ai-respones");
    }

    @Test
    void namesATableOfTheRulesThatTheDatabaseLacks() throws Exception {
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"),
                """
                caches:
                  pages:
                    keys: "page:{id}"
                sources:
                  public.chapters:
                    stale: [{cache: pages}]
                """);
        assertRefused(embedded("--freshet.rules=" + rules)).contains("public.chapters");
    }

    @Test
    void namesARulesFileThatIsNotThere() throws Exception {
        assertRefused(embedded("--freshet.rules=/no/such/rules.yaml")).contains("/no/such/rules.yaml");
    }

    @Test
    void namesAWrongPassword() throws Exception {
        assertRefused(external("refused_password", "--spring.datasource.password=wrong"))
                .contains("refused user and password", "spring.datasource.password");
    }

    @Test
    void namesALoginThatRedisRefuses() throws Exception {
        assertRefused(external("refused_redis", "--freshet.redis.username=nobody", "--freshet.redis.password=wrong"))
                .contains("Redis cannot be used", "WRONGPASS", "freshet.redis.password");
    }

    @Test
    void namesAMissingPrivilege() throws Exception {
        Servers servers = TestServers.shared();
        servers.createDatabase("refused_privilege");
        try (Connection connection = connect(servers, "refused_privilege");
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE refused_nobody LOGIN PASSWORD 'nobody'");
        }
        assertRefused(external(
                        null,
                        "--spring.datasource.url=" + servers.jdbcUrl("refused_privilege"),
                        "--spring.datasource.username=refused_nobody",
                        "--spring.datasource.password=nobody"))
                .contains("privilege");
    }

    @Test
    void namesAWalLevelThatIsNotLogical() throws Exception {
        try (Servers servers = EmbeddedServers.start(
                new EmbeddedSettings(folder.resolve("replica"), 0, 0, 0, Map.of("wal_level", "replica")))) {
            assertRefused(external(null, "--spring.datasource.url=" + servers.jdbcUrl("freshet")))
                    .contains("wal_level", "logical");
        }
    }

    @Test
    void namesADatabaseThatCannotBeReached() throws Exception {
        assertRefused(external(
                        null,
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + FreshetProcess.freePort() + "/x"))
                .contains("cannot be reached", "spring.datasource.url");
    }

    private List<String> embedded(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--freshet.folder=" + folder.resolve("state"),
                "--server.port=" + FreshetProcess.freePort(),
                "--freshet.embedded.postgres-port=" + FreshetProcess.freePort(),
                "--freshet.embedded.kafka-port=" + FreshetProcess.freePort(),
                "--freshet.embedded.redis-port=" + FreshetProcess.freePort()));
        return replaced(arguments, more);
    }

    private static List<String> external(@Nullable String database, String... more) {
        Servers servers = TestServers.shared();
        List<String> arguments = new ArrayList<>(List.of(
                "--freshet.servers=external",
                "--freshet.demo=true",
                "--server.port=" + FreshetProcess.freePort(),
                "--spring.datasource.username=" + servers.user(),
                "--spring.datasource.password=" + servers.password(),
                "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                "--freshet.redis.uri=" + servers.redisUri()));
        if (database != null) {
            servers.createDatabase(database);
            arguments.add("--spring.datasource.url=" + servers.jdbcUrl(database));
        }
        return replaced(arguments, more);
    }

    /** A setting that is given twice is a list to Spring: the later one replaces the earlier. */
    private static List<String> replaced(List<String> arguments, String... more) {
        Map<String, String> settings = new LinkedHashMap<>();
        Stream.concat(arguments.stream(), Stream.of(more))
                .forEach(argument -> settings.put(argument.substring(0, argument.indexOf('=')), argument));
        return List.copyOf(settings.values());
    }

    private static Connection connect(Servers servers, String database) throws Exception {
        return DriverManager.getConnection(servers.jdbcUrl(database), servers.user(), servers.password());
    }

    private org.assertj.core.api.AbstractStringAssert<?> assertRefused(List<String> arguments) throws Exception {
        FreshetProcess.Finished finished = FreshetProcess.run(folder, arguments);
        assertThat(finished.exitCode()).as(finished.output()).isEqualTo(1);
        assertThat(ProcessHandle.allProcesses().filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains(folder.resolve("state").toString())))
                .as("nothing half-started")
                .isEmpty();
        assertThat(finished.output()).containsOnlyOnce(REPORT).doesNotContain("\tat ");
        return assertThat(finished.output());
    }
}
