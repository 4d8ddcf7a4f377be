package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New rules name one more source; readers and a writer go on all the time. */
class ChangedRulesIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String OLD =
            """
            caches:
              pages: {keys: "page:{id}"}
            sources:
              public.one: {stale: [{cache: pages}]}
            """;
    private static final String NEW = OLD + """
              public.two: {stale: [{cache: pages}]}
            """;

    private final Servers servers = TestServers.shared();
    private final List<FreshetProcess> running = new ArrayList<>();
    private final RedisClient client = RedisClient.create(servers.redisUri());
    private final RedisCommands<String, String> redis = client.connect().sync();
    private String name = "";

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        running.forEach(FreshetProcess::close);
        redis.keys("page:*").forEach(redis::del);
        client.shutdown();
    }

    @Test
    void aRestartKeepsTheSlotAndServesNothingStale() throws Exception {
        prepare("changed_rules");
        FreshetProcess before = start("before", OLD);
        try (VersionedPages pages = pages()) {
            awaitLease();
            await().atMost(SOON).until(() -> pages.hits() > 100);
            before.stop();
            sql("INSERT INTO public.one VALUES (77, 'written while nobody captures')");
            String fences = pages.fenceOfTheLastPage();

            start("after", NEW);
            awaitLease();

            assertThat(pages.fenceOfTheLastPage()).as("epochs are raised").isNotEqualTo(fences);
            int hits = pages.hits();
            await().atMost(SOON).until(() -> pages.hits() > hits + 100);
            assertThat(captured("one", 77)).as("in the slot all the time").isTrue();
            assertThat(reasons()).last().asString().contains("rules").doesNotContain("slot", "publication");
            assertANewSourceCounts(pages);
            assertThat(pages.violations()).isEmpty();
        }
    }

    @Test
    void oldAndNewRulesSideBySideServeNothingStale() throws Exception {
        prepare("rolling_rules");
        FreshetProcess before = start("before", OLD);
        try (VersionedPages pages = pages()) {
            awaitLease();
            await().atMost(SOON).until(() -> pages.hits() > 100);
            start("after", NEW);
            before.stop();
            awaitLease();

            int hits = pages.hits();
            await().atMost(SOON).until(() -> pages.hits() > hits + 100);
            assertANewSourceCounts(pages);
            assertThat(pages.violations()).isEmpty();
        }
    }

    private void assertANewSourceCounts(VersionedPages pages) throws Exception {
        String fences = pages.fenceOfTheLastPage();
        sql("INSERT INTO public.two VALUES (5) ON CONFLICT (id) DO UPDATE SET seen = two.seen + 1");
        await().atMost(SOON).until(() -> !pages.fenceOfTheLastPage().equals(fences));
    }

    private void prepare(String database) throws SQLException {
        name = database;
        servers.createDatabase(name);
        sql("CREATE TABLE public.one (id int PRIMARY KEY, version text)");
        sql("CREATE TABLE public.two (id int PRIMARY KEY, seen int DEFAULT 0)");
        sql("INSERT INTO public.one SELECT n, 'v0-' || n FROM generate_series(1, 5) AS n");
    }

    private VersionedPages pages() throws SQLException {
        return new VersionedPages(connect(), servers.redisUri(), "{" + name + "}");
    }

    private FreshetProcess start(String instance, String rules) throws Exception {
        Path file = Files.writeString(folder.resolve(instance + ".yaml"), rules);
        FreshetProcess process = FreshetProcess.startOnly(
                new FreshetProcess.Addresses(servers.jdbcUrl(name), servers.bootstrapServers(), servers.redisUri()),
                folder.resolve(instance),
                List.of(
                        "--freshet.servers=external",
                        "--freshet.demo=true",
                        "--freshet.roles=capture,invalidation",
                        "--freshet.rules=" + file,
                        "--spring.datasource.url=" + servers.jdbcUrl(name),
                        "--spring.datasource.username=" + servers.user(),
                        "--spring.datasource.password=" + servers.password(),
                        "--spring.datasource.hikari.maximum-pool-size=4",
                        "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                        "--freshet.redis.uri=" + servers.redisUri(),
                        "--freshet.redis.key-prefix={" + name + "}",
                        "--freshet.topics.prefix=" + name,
                        "--freshet.invalidation.group=" + name,
                        "--freshet.capture.slot=" + name,
                        "--freshet.capture.publication=" + name));
        running.add(process);
        return process;
    }

    /** One for a beat from now on. */
    private void awaitLease() {
        long now = System.currentTimeMillis();
        await().atMost(SOON).until(() -> {
            String beat = redis.get("{" + name + "}:lease");
            return beat != null && Long.parseLong(beat) > now;
        });
    }

    private boolean captured(String table, int id) {
        return Outcomes.toTheEnd(running.get(running.size() - 1), name + ".cdc.public." + table).stream()
                .anyMatch(record -> record.key().equals("{\"id\":" + id + "}"));
    }

    private List<String> reasons() throws SQLException {
        List<String> reasons = new ArrayList<>();
        try (Connection connection = connect();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT reason FROM freshet.gap ORDER BY id")) {
            while (rows.next()) {
                reasons.add(rows.getString(1));
            }
        }
        return reasons;
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                var open = connection.createStatement()) {
            open.execute(statement);
        }
    }

    private Connection connect() throws SQLException {
        return java.sql.DriverManager.getConnection(servers.jdbcUrl(name), servers.user(), servers.password());
    }
}
