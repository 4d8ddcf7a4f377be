package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the packaged program. */
class CommandsIT {

    @TempDir
    private Path folder;

    @Test
    void helpListsTheCommands() throws Exception {
        FreshetProcess.Finished help = FreshetProcess.run(folder, List.of("--help"));

        assertThat(help.exitCode()).as(help.output()).isZero();
        assertThat(help.output()).contains("Usage: freshet", "run", "migrate", "rollback", "--version");
    }

    @Test
    void versionIsThatOfTheBuild() throws Exception {
        FreshetProcess.Finished version = FreshetProcess.run(folder, List.of("--version"));

        assertThat(version.exitCode()).isZero();
        assertThat(version.output()).matches("freshet \\d+\\.\\d+\\.\\d+.*\\s+");
    }

    @Test
    void anUnknownCommandIsNamed() throws Exception {
        FreshetProcess.Finished unknown = FreshetProcess.run(folder, List.of("cook"));

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("cook").contains("migrate");
    }

    @Test
    void migratesAndTakesEverythingBack() throws Exception {
        Servers servers = TestServers.shared();
        servers.createDatabase("commands");

        assertSucceeds("migrate", servers);
        assertSucceeds("migrate", servers);
        assertThat(tables(servers)).contains("public.ai_response_cache", "freshet.heartbeat");

        assertSucceeds("rollback", servers);
        assertThat(tables(servers)).isEmpty();
    }

    @Test
    void aCommandThatCannotReachTheDatabaseSaysSo() throws Exception {
        FreshetProcess.Finished failed = FreshetProcess.run(
                folder,
                List.of(
                        "migrate",
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + FreshetProcess.freePort() + "/x"));

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output())
                .contains("PostgreSQL cannot be reached", "spring.datasource.url")
                .doesNotContain("\tat ");
    }

    private void assertSucceeds(String command, Servers servers) throws Exception {
        FreshetProcess.Finished finished = FreshetProcess.run(
                folder,
                List.of(
                        command,
                        "--freshet.demo=true",
                        // a command serves nobody: no token is missed
                        "--server.address=0.0.0.0",
                        "--spring.datasource.url=" + servers.jdbcUrl("commands"),
                        "--spring.datasource.username=" + servers.user(),
                        "--spring.datasource.password=" + servers.password(),
                        "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                        "--freshet.topics.prefix=commands",
                        "--freshet.redis.uri=" + servers.redisUri(),
                        "--freshet.redis.key-prefix={commands}"));
        assertThat(finished.exitCode()).as(finished.output()).isZero();
    }

    private static List<String> tables(Servers servers) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (var connection =
                        DriverManager.getConnection(servers.jdbcUrl("commands"), servers.user(), servers.password());
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT schemaname || '.' || tablename FROM pg_tables"
                        + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
