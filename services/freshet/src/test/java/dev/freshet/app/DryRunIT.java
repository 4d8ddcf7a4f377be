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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real history of a course is captured while nobody invalidates. Then {@code rules dry-run} says what would go, and the
 * invalidation role shows whether that is so.
 */
@EnabledIf(value = "isThere", disabledReason = "the course history ../shared/data/course-history.jsonl.gz is not there")
class DryRunIT {

    private static final String NAME = "dry_run";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Servers servers = TestServers.shared();
    private final RedisClient client = RedisClient.create(servers.redisUri());
    private final RedisCommands<String, String> redis = client.connect().sync();

    @TempDir
    private Path folder;

    static boolean isThere() {
        return Files.isReadable(Course.FILE);
    }

    @Test
    void whatItPredictsIsWhatTheRealRunThenRemoves() throws Exception {
        servers.createDatabase(NAME);
        try (FreshetProcess all = start("capture,invalidation")) {
            all.stop();
        }
        try (FreshetProcess capture = start("capture");
                Connection database = capture.connect()) {
            play(database);
            awaitCaptured(database);
            Map<String, Set<String>> before = entries(database);
            Set<String> traces = traces();

            JsonNode forecast = dryRun("--since=1h", "--limit=1000000");
            changesOnlyInLectures();

            assertThat(entries(database)).isEqualTo(before);
            assertThat(traces()).as("groups and topics").isEqualTo(traces);
            capture.stop();
            try (FreshetProcess all = start("capture,invalidation")) {
                awaitApplied();
                report(forecast);
                compare(forecast, before, entries(database), outcomes(all));
            }
        } finally {
            client.shutdown();
        }
    }

    private static void report(JsonNode forecast) {
        JsonNode cache = forecast.path("caches").path(0);
        System.out.printf(
                "dry run: %s changes, %s tags, %s rows and %s keys would go%n",
                forecast.path("sources"), cache.path("tags"), cache.path("rows"), cache.path("keys"));
    }

    private static void compare(
            JsonNode forecast,
            Map<String, Set<String>> before,
            Map<String, Set<String>> after,
            Map<String, JsonNode> outcomes) {
        assertThat(forecast.path("notes")).isEmpty();
        assertThat(forecast.path("caches")).hasSize(1);
        JsonNode cache = forecast.path("caches").path(0);

        assertThat(cache.path("rows").asLong())
                .isEqualTo(gone("rows", before, after))
                .isPositive();
        assertThat(cache.path("keys").asLong())
                .isEqualTo(gone("keys", before, after))
                .isPositive();
        assertThat(after.get("rows")).as("others stay").isNotEmpty();
        Map<String, Long> changes = sums(cache.path("stale"), "changes");
        changes.keySet().removeIf(tag -> tag.startsWith("key:"));
        assertThat(changes).isEqualTo(counted(outcomes));
        assertThat(sums(cache.path("stale"), "rows").values().stream()
                        .mapToLong(rows -> rows)
                        .sum())
                .isEqualTo(cache.path("rows").asLong());
    }

    private static long gone(String what, Map<String, Set<String>> before, Map<String, Set<String>> after) {
        Set<String> gone = new HashSet<>(before.getOrDefault(what, Set.of()));
        gone.removeAll(after.getOrDefault(what, Set.of()));
        return gone.size();
    }

    private static Map<String, Long> sums(JsonNode tags, String field) {
        Map<String, Long> sums = new HashMap<>();
        tags.forEach(tag -> sums.put(tag.path("tag").asString(), tag.path(field).asLong()));
        return sums;
    }

    /** By tag, of row changes only; the end of a cache row is the real run's own doing. */
    private static Map<String, Long> counted(Map<String, JsonNode> outcomes) {
        return outcomes.values().stream()
                .filter(outcome -> outcome.path("change").isObject())
                .filter(outcome ->
                        !outcome.path("change").path("table").asString().equals("public.ai_response_cache"))
                .collect(Collectors.groupingBy(outcome -> outcome.path("tag").asString(), Collectors.counting()));
    }

    /** Other rules over the same history, as text. */
    private void changesOnlyInLectures() throws Exception {
        Path rules = Files.writeString(
                folder.resolve("new.yaml"),
                """
                caches:
                  pages: {keys: "page:{id}"}
                sources:
                  public.lectures: {on: [delete], stale: [{cache: pages}]}
                  public.courses: {stale: [{cache: pages, all: true}]}
                """);
        FreshetProcess.Finished finished =
                run("rules", "dry-run", "--rules", rules.toString(), "--since", "1h", "--limit=1");

        assertThat(finished.exitCode()).as(finished.output()).isZero();
        assertThat(finished.output())
                .contains("public.courses: not captured so far")
                .contains("pages: 0 rows and 0 keys")
                .contains("key:page:")
                .contains("Nothing has been touched.");
    }

    private JsonNode dryRun(String... options) throws Exception {
        FreshetProcess.Finished finished =
                run(Stream.concat(Stream.of("rules", "dry-run", "--format=json"), Stream.of(options))
                        .toArray(String[]::new));
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return JSON.readTree(finished.output().substring(finished.output().indexOf('{')));
    }

    /** Answers first, then the commit that makes some of them stale. */
    private void play(Connection database) throws Exception {
        Set<UUID> lectures = new TreeSet<>();
        try (var statement = database.createStatement()) {
            statement.execute("DELETE FROM public.ai_response_cache");
        }
        for (Course.Commit commit : Course.commits()) {
            List<UUID> touched = commit.edits().stream()
                    .map(Course.Edit::id)
                    .filter(lectures::contains)
                    .toList();
            answer(database, touched);
            database.setAutoCommit(false);
            for (Course.Edit edit : commit.edits()) {
                apply(database, edit);
                if (edit.isDeletion()) {
                    lectures.remove(edit.id());
                } else {
                    lectures.add(edit.id());
                }
            }
            database.commit();
            database.setAutoCommit(true);
        }
        answer(database, lectures.stream().limit(5).toList());
    }

    private void answer(Connection database, List<UUID> lectures) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement(
                """
                INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data)
                SELECT ?, 'quiz', ids, freshet.current_content_hash(ids), '{"questions": []}' FROM (SELECT ?::uuid[] AS ids) AS a
                ON CONFLICT (cache_key) DO UPDATE SET content_hash = excluded.content_hash""")) {
            for (int i = 0; i < lectures.size(); i++) {
                // alone, and together with the next
                for (int end = i + 1; end <= Math.min(i + 2, lectures.size()); end++) {
                    List<UUID> ids = lectures.subList(i, end);
                    String key = "dry-" + ids.stream().map(UUID::toString).collect(Collectors.joining("-"));
                    insert.setString(1, key);
                    insert.setArray(2, database.createArrayOf("uuid", ids.toArray()));
                    insert.addBatch();
                    redis.set("ai:response:" + key, "{}");
                }
            }
            insert.executeBatch();
        }
    }

    private static void apply(Connection database, Course.Edit edit) throws SQLException {
        String sql = edit.isDeletion()
                ? "DELETE FROM public.lectures WHERE id = ?"
                : """
                INSERT INTO public.lectures (id, title, content) VALUES (?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET title = excluded.title, content = excluded.content""";
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setObject(1, edit.id());
            if (!edit.isDeletion()) {
                statement.setString(2, edit.title());
                statement.setString(3, edit.content());
            }
            statement.executeUpdate();
        }
    }

    /** Rows and keys that there are. */
    private Map<String, Set<String>> entries(Connection database) throws SQLException {
        Set<String> rows = new HashSet<>();
        try (var statement = database.createStatement();
                ResultSet keys = statement.executeQuery("SELECT cache_key FROM public.ai_response_cache")) {
            while (keys.next()) {
                rows.add(keys.getString(1));
            }
        }
        return Map.of("rows", rows, "keys", new HashSet<>(redis.keys("ai:response:dry-*")));
    }

    private Set<String> traces() throws Exception {
        Set<String> traces = new TreeSet<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(NAME))
                    .forEach(traces::add);
            admin.listGroups().all().get().stream().map(GroupListing::groupId).forEach(traces::add);
        }
        return traces;
    }

    private void awaitCaptured(Connection database) throws SQLException {
        String end = text(database, "SELECT pg_current_wal_insert_lsn()");
        await().atMost(SOON).untilAsserted(() -> assertThat(text(
                        database,
                        "SELECT confirmed_flush_lsn >= '" + end + "' FROM pg_replication_slots WHERE slot_name = '"
                                + NAME + "'"))
                .isEqualTo("t"));
    }

    private void awaitApplied() {
        long now = System.currentTimeMillis();
        await().atMost(SOON).until(() -> {
            String beat = redis.get("{" + NAME + "}:lease");
            return beat != null && Long.parseLong(beat) > now;
        });
    }

    private static String text(Connection database, String query) throws SQLException {
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** By id, each once however often it was told. */
    private static Map<String, JsonNode> outcomes(FreshetProcess freshet) {
        Map<String, JsonNode> outcomes = new HashMap<>();
        Outcomes.toTheEnd(freshet, NAME + ".invalidations").forEach(event -> {
            JsonNode outcome = JSON.readTree(event.value());
            outcomes.put(outcome.path("id").asString(), outcome);
        });
        return outcomes;
    }

    private FreshetProcess start(String roles) {
        List<String> settings = new ArrayList<>(settings());
        settings.addAll(List.of("--freshet.roles=" + roles, "--freshet.servers=external", "--freshet.demo=true"));
        return FreshetProcess.startOnly(
                new FreshetProcess.Addresses(servers.jdbcUrl(NAME), servers.bootstrapServers(), servers.redisUri()),
                folder.resolve(roles),
                settings);
    }

    private FreshetProcess.Finished run(String... words) throws Exception {
        return FreshetProcess.run(
                folder, Stream.concat(Stream.of(words), settings().stream()).toList());
    }

    private List<String> settings() {
        return List.of(
                "--spring.datasource.url=" + servers.jdbcUrl(NAME),
                "--spring.datasource.username=" + servers.user(),
                "--spring.datasource.password=" + servers.password(),
                "--spring.datasource.hikari.maximum-pool-size=4",
                "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                "--freshet.redis.uri=" + servers.redisUri(),
                "--freshet.redis.key-prefix={" + NAME + "}",
                "--freshet.topics.prefix=" + NAME,
                "--freshet.invalidation.group=" + NAME,
                "--freshet.capture.slot=" + NAME);
    }
}
