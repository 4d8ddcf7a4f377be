package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
        assertThat(help.output()).contains("Usage: freshet", "run", "migrate", "rollback", "stats", "--version");
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

        assertSucceeds("stats", servers);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertSucceeds(List.of("stats", "recount", "--from=" + today.minusDays(30), "--to=" + today), servers);

        assertSucceeds("rollback", servers);
        assertThat(tables(servers)).isEmpty();
    }

    @Test
    void checksRulesWithoutADatabaseAndTellsAllErrorsOfAllFiles() throws Exception {
        String nowhere = "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + FreshetProcess.freePort() + "/x";
        Path good = Files.writeString(
                folder.resolve("good.yaml"),
                "caches: {c: {keys: \"c:{id}\"}}\nsources: {public.t: {stale: [{cache: c}]}}\n");
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "caches: {c: {}}\nsources: 1\n");
        Path worse = Files.writeString(folder.resolve("worse.yaml"), "cashes: {}\n");

        FreshetProcess.Finished right =
                FreshetProcess.run(folder, List.of("rules", "check", "--rules", good.toString(), nowhere));
        FreshetProcess.Finished wrong =
                FreshetProcess.run(folder, List.of("rules", "check", "--rules=" + bad, "--rules=" + worse, nowhere));
        FreshetProcess.Finished active =
                FreshetProcess.run(folder, List.of("rules", "check", "--freshet.rules=" + bad, nowhere));

        FreshetProcess.Finished offline =
                FreshetProcess.run(folder, List.of("rules", "check", "--offline", "--rules=" + good, nowhere));

        Servers servers = TestServers.shared();
        FreshetProcess.Finished forecast = FreshetProcess.run(
                folder,
                List.of(
                        "rules",
                        "dry-run",
                        "--since=1h",
                        "--rules=" + good,
                        nowhere,
                        "--freshet.topics.prefix=nobody",
                        "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                        "--freshet.redis.uri=" + servers.redisUri()));

        assertThat(right.exitCode()).as(right.output()).isEqualTo(3);
        assertThat(right.output())
                .contains(
                        "The text of the rules is right: 1 caches, 1 sources",
                        "Not checked against the database, which cannot be reached: ",
                        "refused")
                .doesNotContain("\tat ");
        assertThat(offline.exitCode()).as(offline.output()).isZero();
        assertThat(offline.output())
                .contains("The text of the rules is right: 1 caches, 1 sources")
                .doesNotContain("database");
        assertThat(forecast.exitCode()).as(forecast.output()).isEqualTo(3);
        assertThat(forecast.output()).contains("Note: rows are not counted: ").doesNotContain("\tat ");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.output())
                .contains("bad.yaml:1:10: 'c': the cache has neither rows nor keys")
                .contains("bad.yaml:2:10: '1'", "worse.yaml:1:1: 'cashes'", "5 errors")
                .doesNotContain("\tat ");
        assertThat(active.exitCode()).isEqualTo(1);
        assertThat(active.output()).contains("bad.yaml:1:10: 'c'", "2 errors").doesNotContain("\tat ");
    }

    @Test
    void tellsWhichTopicsKafkaWouldNotTake() throws Exception {
        Path rules = Files.writeString(
                folder.resolve("topics.yaml"),
                """
                caches: {c: {keys: "c:{id}"}}
                sources:
                  a.b_c: {stale: [{cache: c}]}
                  a_b.c: {stale: [{cache: c}]}
                """);

        for (String named : List.of("--rules=", "--freshet.rules=")) {
            FreshetProcess.Finished wrong =
                    FreshetProcess.run(folder, List.of("rules", "check", "--offline", named + rules));

            assertThat(wrong.exitCode()).as(wrong.output()).isEqualTo(1);
            assertThat(wrong.output())
                    .contains("topics.yaml:4:3: 'a_b.c': its topic freshet.cdc.a_b.c and freshet.cdc.a.b_c", "1 error")
                    .doesNotContain("\tat ");
        }
        Servers servers = TestServers.shared();
        servers.createDatabase("topics_refused");
        List<String> arguments = new ArrayList<>(FreshetProcess.external(servers, "topics_refused"));
        arguments.addAll(List.of(
                "--freshet.rules=" + rules, "--freshet.packs=market", "--server.port=" + FreshetProcess.freePort()));
        FreshetProcess.Finished start = FreshetProcess.run(folder, arguments);
        assertThat(start.exitCode()).as(start.output()).isNotZero();
        assertThat(start.output()).contains("topics.yaml:4:3: 'a_b.c'").doesNotContain("\tat ");
    }

    /** As in compose, where the settings of the demo stay while the packs are others. */
    @Test
    void migratesOtherPacksWithTheDemoOn() throws Exception {
        Servers servers = TestServers.shared();
        servers.createDatabase("other_packs");

        List<String> arguments = new ArrayList<>(List.of(
                "migrate", "--freshet.packs=market", "--freshet.demo=true", "--freshet.topics.prefix=other-packs"));
        arguments.addAll(FreshetProcess.external(servers, "other_packs"));
        FreshetProcess.Finished migrated = FreshetProcess.run(folder, arguments);

        assertThat(migrated.exitCode()).as(migrated.output()).isZero();
    }

    @Test
    void checksRulesAgainstTheDatabase() throws Exception {
        Servers servers = TestServers.shared();
        servers.createDatabase("rules_command");
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"),
                "caches: {c: {keys: \"c:{id}\"}}\nsources: {public.missing: {stale: [{cache: c}]}}\n");

        FreshetProcess.Finished wrong = FreshetProcess.run(
                folder,
                List.of(
                        "rules",
                        "check",
                        "--rules",
                        rules.toString(),
                        "--spring.datasource.url=" + servers.jdbcUrl("rules_command"),
                        "--spring.datasource.username=" + servers.user(),
                        "--spring.datasource.password=" + servers.password()));

        assertThat(wrong.exitCode()).as(wrong.output()).isEqualTo(1);
        assertThat(wrong.output())
                .contains("rules.yaml:2:11: 'public.missing': there is no such table in the database", "1 error");
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
        assertSucceeds(List.of(command), servers);
    }

    private void assertSucceeds(List<String> command, Servers servers) throws Exception {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of(
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
        FreshetProcess.Finished finished = FreshetProcess.run(folder, arguments);
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
