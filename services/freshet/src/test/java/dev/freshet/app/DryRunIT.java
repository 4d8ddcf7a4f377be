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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real history of a course is captured by the rules of the pack while nobody invalidates. Then {@code rules dry-run} says
 * what other rules would remove, and an invalidation by these shows whether that is so.
 */
@EnabledIf(value = "isThere", disabledReason = "the course history ../shared/data/course-history.jsonl.gz is not there")
class DryRunIT {

    private static final String NAME = "dry_run";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The same sources; another tag, another column, and two more caches. */
    private static final String CANDIDATE =
            """
            caches:
              ai-responses:
                rows:
                  table: public.ai_response_cache
                  tags: "part:{lecture_ids[]}"
                  key: cache_key
                  fresh: "content_hash = freshet.current_content_hash(lecture_ids)"
                keys: "ai:response:{cache_key}"
              digests:
                rows: {table: public.digests, tags: "digest:{lecture_id}", key: cache_key, fences: fences}
                keys: "digest:{cache_key}"
              versions:
                keys: "version:{content_hash}"
            sources:
              public.lecture_content_hashes:
                watch: [content_hash]
                stale:
                  - {cache: ai-responses, tag: "part:{lecture_id}"}
                  - {cache: digests, tag: "digest:{lecture_id}"}
                  - {cache: versions}
              public.ai_response_cache:
                on: [delete]
                columns: [cache_key]
                stale: [{cache: ai-responses, key: "ai:response:{cache_key}"}]
            """;

    /** Names of what there is, by cache. */
    private record Kept(Map<String, Set<String>> rows, Map<String, Set<String>> keys) {

        Kept without(Kept others) {
            return new Kept(without(rows, others.rows), without(keys, others.keys));
        }

        private static Map<String, Set<String>> without(Map<String, Set<String>> all, Map<String, Set<String>> others) {
            Map<String, Set<String>> left = new TreeMap<>();
            all.forEach((cache, names) -> {
                Set<String> kept = new TreeSet<>(names);
                kept.removeAll(others.getOrDefault(cache, Set.of()));
                left.put(cache, kept);
            });
            return left;
        }
    }

    private final Servers servers = TestServers.shared();
    private final RedisClient client = RedisClient.create(servers.redisUri());
    private final RedisCommands<String, String> redis = client.connect().sync();

    @TempDir
    private Path folder;

    static boolean isThere() {
        return Files.isReadable(Course.FILE);
    }

    @Test
    void whatItPredictsOfOtherRulesIsWhatTheseThenRemove() throws Exception {
        servers.createDatabase(NAME);
        Path candidate = Files.writeString(folder.resolve("candidate.yaml"), CANDIDATE);
        try (FreshetProcess capture = start("capture");
                Connection database = capture.connect()) {
            execute(
                    database,
                    "CREATE TABLE public.digests (cache_key text PRIMARY KEY, lecture_id uuid, fences jsonb)");
            try (FreshetProcess before = start("invalidation", "--freshet.rules=" + candidate)) {
                awaitConsumed(); // whatever begins new by these rules: from now on there is no gap
                before.stop();
            }
            play(database);
            awaitCaptured(database);
            fill(database);
            Kept before = kept(database);
            Set<String> traces = traces();

            JsonNode forecast = dryRun("--rules=" + candidate, "--since=1h", "--limit=1000000");
            Kept predicted = predicted(database, forecast);
            assertThat(dryRun("--since=1h").path("caches"))
                    .as("by the rules of the pack")
                    .hasSize(1);
            changesOnlyInLectures();

            assertThat(kept(database)).isEqualTo(before);
            assertThat(traces()).as("groups and topics").isEqualTo(traces);
            capture.stop();
            try (FreshetProcess invalidation = start("invalidation", "--freshet.rules=" + candidate)) {
                awaitConsumed();
                report(forecast);
                Kept gone = before.without(kept(database));
                assertThat(gone).isEqualTo(predicted);
                compare(forecast, gone, outcomes(invalidation));
                assertThat(before.without(gone).rows()).as("others stay").allSatisfy((cache, rows) -> assertThat(rows)
                        .isNotEmpty());
                assertThat(before.without(gone).keys()).as("others stay").allSatisfy((cache, keys) -> assertThat(keys)
                        .isNotEmpty());
            }
        } finally {
            client.shutdown();
        }
    }

    /** Beside the answers: digests of lectures, and a page of every version; of what there never was, too. */
    private void fill(Connection database) throws SQLException {
        execute(
                database,
                """
                INSERT INTO public.digests (cache_key, lecture_id)
                SELECT 'd-' || lecture_id, lecture_id FROM public.lecture_content_hashes
                UNION ALL SELECT 'd-' || n, ('00000000-0000-4000-8000-00000000000' || n)::uuid FROM generate_series(1, 3) AS n""");
        column(database, "SELECT cache_key FROM public.digests").forEach(key -> redis.set("digest:" + key, "{}"));
        column(database, "SELECT content_hash FROM public.lecture_content_hashes")
                .forEach(hash -> redis.set("version:" + hash, "{}"));
        redis.set("version:none", "{}");
    }

    private Kept kept(Connection database) throws SQLException {
        return new Kept(
                Map.of(
                        "ai-responses", column(database, "SELECT cache_key FROM public.ai_response_cache"),
                        "digests", column(database, "SELECT cache_key FROM public.digests")),
                Map.of(
                        "ai-responses", new TreeSet<>(redis.keys("ai:response:dry-*")),
                        "digests", new TreeSet<>(redis.keys("digest:*")),
                        "versions", new TreeSet<>(redis.keys("version:*"))));
    }

    /** The rows and keys that go with the tags and keys of a forecast: which, where it says how many. */
    private Kept predicted(Connection database, JsonNode forecast) throws SQLException {
        Set<String> parts = tags(forecast, "ai-responses", "part:");
        Set<String> digested = tags(forecast, "digests", "digest:");
        Set<String> answers = rows(
                database,
                "SELECT cache_key FROM public.ai_response_cache WHERE lecture_ids && ?::uuid[]"
                        + " AND content_hash IS DISTINCT FROM freshet.current_content_hash(lecture_ids)",
                parts);
        Set<String> digests =
                rows(database, "SELECT cache_key FROM public.digests WHERE lecture_id = ANY (?::uuid[])", digested);
        Set<String> versions = tags(forecast, "versions", "key:");
        versions.retainAll(redis.keys("version:*"));
        return new Kept(
                Map.of("ai-responses", answers, "digests", digests),
                Map.of(
                        "ai-responses", prefixed("ai:response:", answers),
                        "digests", prefixed("digest:", digests),
                        "versions", versions));
    }

    private static Set<String> prefixed(String prefix, Set<String> names) {
        return names.stream().map(prefix::concat).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> rows(Connection database, String query, Set<String> lectures) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(query)) {
            statement.setArray(1, database.createArrayOf("text", lectures.toArray()));
            Set<String> rows = new TreeSet<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
            return rows;
        }
    }

    /** Without the prefix; all of the cache's that have it. */
    private static Set<String> tags(JsonNode forecast, String cache, String prefix) {
        return stale(forecast, cache).keySet().stream()
                .filter(tag -> tag.startsWith(prefix))
                .map(tag -> tag.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, JsonNode> stale(JsonNode forecast, String cache) {
        Map<String, JsonNode> stale = new TreeMap<>();
        for (JsonNode each : forecast.path("caches")) {
            if (each.path("cache").asString().equals(cache)) {
                each.path("stale").forEach(tag -> stale.put(tag.path("tag").asString(), tag));
            }
        }
        return stale;
    }

    private static void report(JsonNode forecast) {
        forecast.path("caches")
                .forEach(cache -> System.out.printf(
                        "dry run: %s: %s tags, %s rows and %s keys would go%n",
                        cache.path("cache"), cache.path("tags"), cache.path("rows"), cache.path("keys")));
    }

    /** The counts, of each cache and of each tag. */
    private static void compare(JsonNode forecast, Kept gone, Map<String, JsonNode> outcomes) {
        assertThat(forecast.path("notes")).isEmpty();
        assertThat(forecast.path("caches")).hasSize(3);
        for (JsonNode cache : forecast.path("caches")) {
            String name = cache.path("cache").asString();
            assertThat(cache.path("rows").asLong())
                    .as("rows of %s", name)
                    .isEqualTo(gone.rows().getOrDefault(name, Set.of()).size());
            assertThat(cache.path("keys").asLong())
                    .as("keys of %s", name)
                    .isEqualTo(gone.keys().getOrDefault(name, Set.of()).size())
                    .isPositive();
            Map<String, JsonNode> stale = stale(forecast, name);
            assertThat(sums(stale.values(), "rows").values().stream()
                            .mapToLong(rows -> rows)
                            .sum())
                    .isEqualTo(cache.path("rows").asLong());
            Map<String, Long> changes = sums(stale.values(), "changes");
            changes.keySet().removeIf(tag -> tag.startsWith("key:ai:response:")); // the end of a row; see counted
            assertThat(changes).as("changes of %s by tag", name).isEqualTo(counted(outcomes, name));
        }
        assertThat(nonzero(forecast, "digests", "rows"))
                .isEqualTo(prefixed("digest:", tagsOf(gone.rows().getOrDefault("digests", Set.of()))));
        assertThat(nonzero(forecast, "versions", "keys"))
                .isEqualTo(prefixed("key:", gone.keys().getOrDefault("versions", Set.of())));
    }

    /** Each digest's row is of one lecture only, and bears its name. */
    private static Set<String> tagsOf(Set<String> digests) {
        return digests.stream().map(key -> key.substring("d-".length())).collect(Collectors.toSet());
    }

    private static Set<String> nonzero(JsonNode forecast, String cache, String field) {
        Set<String> tags = new TreeSet<>();
        sums(stale(forecast, cache).values(), field).forEach((tag, count) -> {
            if (count > 0) {
                assertThat(count).as(tag).isOne();
                tags.add(tag);
            }
        });
        return tags;
    }

    private static Map<String, Long> sums(Iterable<JsonNode> tags, String field) {
        Map<String, Long> sums = new HashMap<>();
        tags.forEach(tag -> sums.put(tag.path("tag").asString(), tag.path(field).asLong()));
        return sums;
    }

    /** By tag, of row changes only; the end of a cache row is the application's or the real run's own doing. */
    private static Map<String, Long> counted(Map<String, JsonNode> outcomes, String cache) {
        return outcomes.values().stream()
                .filter(outcome -> outcome.path("cache").asString().equals(cache))
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
                edit.apply(database);
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
        Map<String, List<UUID>> quizzes = new LinkedHashMap<>();
        for (int i = 0; i < lectures.size(); i++) {
            // alone, and together with the next
            for (int end = i + 1; end <= Math.min(i + 2, lectures.size()); end++) {
                List<UUID> ids = lectures.subList(i, end);
                quizzes.put("dry-" + ids.stream().map(UUID::toString).collect(Collectors.joining("-")), ids);
            }
        }
        Course.keepQuizzes(database, quizzes);
        quizzes.keySet().forEach(key -> redis.set("ai:response:" + key, "{}"));
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

    /** Waits until the group has committed the end of every topic that it reads. */
    private void awaitConsumed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            await().atMost(SOON).untilAsserted(() -> {
                Map<TopicPartition, Long> committed = new HashMap<>();
                admin.listConsumerGroupOffsets(NAME)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach((partition, position) -> committed.put(partition, position.offset()));
                Map<TopicPartition, Long> ends = new HashMap<>();
                Map<TopicPartition, OffsetSpec> asked = committed.keySet().stream()
                        .collect(Collectors.toMap(partition -> partition, same -> OffsetSpec.latest()));
                admin.listOffsets(asked).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
                assertThat(committed.keySet().stream().map(TopicPartition::topic))
                        .contains(NAME + ".cdc.public.lecture_content_hashes", NAME + ".commands");
                assertThat(committed).isEqualTo(ends);
            });
        }
    }

    private static Set<String> column(Connection database, String query) throws SQLException {
        try (var statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            Set<String> column = new TreeSet<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
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

    private FreshetProcess start(String roles, String... more) {
        List<String> settings = new ArrayList<>(settings());
        settings.addAll(List.of(more));
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
