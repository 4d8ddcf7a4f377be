package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.rules.RulesFile;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * New rules name one more source, from which answers were cached before; readers and a writer go on all the time.
 */
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

    /** Of the second table; nobody else writes it. */
    private static final int LAST_PAGE = VersionedPages.SECOND + VersionedPages.PAGES;

    /** Of the second table; nobody else reads or writes it. */
    private static final int SLOW_PAGE = LAST_PAGE + 1;

    private static final String FIRST = "v0-" + LAST_PAGE;

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
            Unseen unseen = changeTheSecondTable(pages);
            before.stop();
            sql("INSERT INTO public.one VALUES (77, 'written while nobody captures')");
            String fences = pages.fenceOfTheLastPage();

            start("after", NEW);
            awaitLease();

            assertTheSecondTableCounts(pages, unseen);
            assertThat(pages.fenceOfTheLastPage()).as("epochs are raised").isNotEqualTo(fences);
            int hits = pages.hits();
            await().atMost(SOON).until(() -> pages.hits() > hits + 100);
            assertThat(captured("one", 77)).as("in the slot all the time").isTrue();
            assertThat(reasons()).last().asString().contains("rules").doesNotContain("slot", "publication");
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
            Unseen unseen = changeTheSecondTable(pages);

            FreshetProcess after = start("after", NEW);
            assertBothConsume();
            assertThat(before.isRunning()).as("the old rules").isTrue();
            assertThat(after.isRunning()).as("the new rules").isTrue();
            assertThat(reasons()).as("the old rules capture").noneMatch(reason -> reason.contains("rules changed"));
            before.stop();
            awaitLease();

            assertTheSecondTableCounts(pages, unseen);
            int hits = pages.hits();
            await().atMost(SOON).until(() -> pages.hits() > hits + 100);
            assertThat(pages.violations()).isEmpty();
        }
    }

    /**
     * What the old rules cannot see.
     *
     * @param slow computed from what was there before, and stored by nobody yet
     * @param now the version of the second table's last page, which was cached with another one
     */
    private record Unseen(VersionedPages.SlowFill slow, String now) {}

    private static Unseen changeTheSecondTable(VersionedPages pages) throws Exception {
        VersionedPages.SlowFill slow = pages.compute(SLOW_PAGE);
        await().atMost(SOON).until(() -> FIRST.equals(pages.served(LAST_PAGE)));
        pages.replace(SLOW_PAGE);
        String now = pages.replace(LAST_PAGE);
        assertThat(pages.served(LAST_PAGE)).as("no rule asks for it").isEqualTo(FIRST);
        return new Unseen(slow, now);
    }

    /** Neither what was cached nor what was computed before the table joined is told; what changes from now on goes. */
    private static void assertTheSecondTableCounts(VersionedPages pages, Unseen unseen) throws Exception {
        pages.secondTableCounts();
        pages.store(unseen.slow());
        assertThat(pages.served(SLOW_PAGE)).as("the slow fill").isNull();
        assertThat(pages.served(LAST_PAGE)).as("cached before").isIn(null, unseen.now());
        await().atMost(SOON).until(() -> unseen.now().equals(pages.served(LAST_PAGE)));

        String next = pages.replace(LAST_PAGE);
        await().atMost(SOON).until(() -> next.equals(pages.served(LAST_PAGE)));
    }

    /** Each on partitions of its own, and each goes on while the other does. */
    private void assertBothConsume() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            Map<TopicPartition, Long> begin = new HashMap<>();
            committed(admin).forEach((partition, position) -> begin.put(partition, position.offset()));
            await().atMost(SOON).untilAsserted(() -> assertThat(rulesThatWentOn(admin, begin))
                    .as("digests of the rules by which the pages' changes are applied")
                    .contains(digest(OLD), digest(NEW)));
        }
    }

    private Set<String> rulesThatWentOn(Admin admin, Map<TopicPartition, Long> begin) throws Exception {
        return committed(admin).entrySet().stream()
                .filter(now -> now.getValue().offset() > begin.getOrDefault(now.getKey(), Long.MAX_VALUE))
                .map(now -> now.getValue().metadata().split(" ", 3)[1])
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets(name)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private static String digest(String rules) {
        return RulesFile.read("rules.yaml", rules).digest();
    }

    private void prepare(String database) throws SQLException {
        name = database;
        servers.createDatabase(name);
        sql("CREATE TABLE public.one (id int PRIMARY KEY, version text)");
        sql("CREATE TABLE public.two (id int PRIMARY KEY, version text)");
        sql("INSERT INTO public.one SELECT n, 'v0-' || n FROM generate_series(1, " + VersionedPages.PAGES + ") AS n");
        sql("INSERT INTO public.two SELECT n, 'v0-' || n FROM generate_series(" + VersionedPages.SECOND + ", "
                + SLOW_PAGE + ") AS n");
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
