package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The default run with packs, and everything that their caches hold. */
final class PackedRun implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);

    static final List<String> ALL = List.of("lectures", "exercises", "market");

    /** Of each pack's cache table; of the sample course's answers only the one that tests cache. */
    private static final Map<String, String> ROWS = Map.of(
            "exercises", "SELECT 'row ' || cache_key FROM public.exercise_cache",
            "market", "SELECT 'row ' || cache_key FROM public.quantum_api_cache",
            "lectures", "SELECT 'row ' || cache_key FROM public.ai_response_cache WHERE cache_key = 'other'");

    private static final Map<String, List<String>> CACHES = Map.of(
            "exercises", List.of("exercises"),
            "lectures", List.of("ai-responses"),
            "market",
                    List.of(
                            "quantum-api",
                            "top-picks",
                            "top-picks-positions",
                            "dashboard-intraday",
                            "dashboard-performance",
                            "portfolio-positions",
                            "portfolio-watchlist",
                            "scalping-monitor",
                            "levels"));

    private final List<String> packs;
    private final FreshetProcess freshet;
    private final Connection database;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> redis;

    PackedRun(Path folder, List<String> packs, String... more) throws SQLException {
        this.packs = packs;
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("--freshet.packs=" + String.join(",", packs));
        freshet = FreshetProcess.start(folder, settings.toArray(String[]::new));
        database = freshet.connect();
        client = freshet.redis();
        redis = client.connect();
    }

    FreshetProcess freshet() {
        return freshet;
    }

    RedisCommands<String, String> redis() {
        return redis.sync();
    }

    /** As an application has it. */
    HikariDataSource primary() throws SQLException {
        HikariDataSource primary = new HikariDataSource();
        primary.setJdbcUrl(database.getMetaData().getURL());
        primary.setUsername("freshet");
        primary.setPassword("freshet");
        return primary;
    }

    /** Every row and key of every cache; of the sample course's only the one that tests cache. */
    Set<String> entries() throws SQLException {
        Set<String> entries =
                new TreeSet<>(column(packs.stream().map(ROWS::get).collect(Collectors.joining(" UNION ALL "))));
        for (String key : redis().keys("*")) {
            if (!key.startsWith("{freshet}") && (!key.startsWith("ai:response:") || key.endsWith(":other"))) {
                entries.add("key " + key);
            }
        }
        return entries;
    }

    /** Commits a change, and sees that those entries go and all others stay. */
    void removes(String change, String... gone) throws SQLException {
        Set<String> expected = entries();
        assertThat(expected).containsAll(List.of(gone));
        expected.removeAll(Set.of(gone));
        execute(change);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(entries()).as(change).isEqualTo(expected));
        settle();
        assertThat(entries()).as(change).isEqualTo(expected);
    }

    /** Waits until everything committed up to now has been applied. */
    void settle() {
        long now = System.currentTimeMillis();
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
            String beat = redis().get("{freshet}:lease");
            return beat != null && Long.parseLong(beat) > now;
        });
    }

    String epoch(String cache) {
        return String.valueOf(redis().get("{freshet}:epoch:" + cache));
    }

    Map<String, String> epochs() {
        return packs.stream()
                .flatMap(pack -> CACHES.getOrDefault(pack, List.of()).stream())
                .collect(Collectors.toMap(cache -> cache, this::epoch));
    }

    /** By TRUNCATE, which does not say which keys. */
    void truncates(String tables, String... caches) throws SQLException {
        Map<String, String> before = epochs();
        execute("TRUNCATE " + tables);
        await().atMost(SOON).until(() -> Arrays.stream(caches)
                .noneMatch(cache -> epoch(cache).equals(before.get(cache))));
        settle();
        Map<String, String> after = epochs();
        before.keySet().removeAll(List.of(caches));
        assertThat(after).as("other caches").containsAllEntriesOf(before);
    }

    /** The keys of these entries, as an application sets them. */
    void refill(String... entries) {
        for (String entry : entries) {
            redis().set(entry.substring("key ".length()), "{}");
        }
    }

    /** By hand, as an operator does. */
    void invalidate(String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(freshet.uri("/v1/invalidations"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        assertThat(FreshetProcess.send(request).statusCode()).isEqualTo(202);
    }

    void execute(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> column(String sql) throws SQLException {
        try (var statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    @Override
    public void close() throws SQLException {
        client.shutdown();
        database.close();
        freshet.close();
    }
}
