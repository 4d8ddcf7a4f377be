package dev.freshet.cache;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.accesses.Accesses;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Fences;
import dev.freshet.cache.guards.Guard;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.events.Access;
import dev.freshet.migration.Migrations;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A database of the lectures pack, a Redis, read sides over both, and what the pipeline would do to them. */
final class Stage implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    final HikariDataSource database;
    final ControlKeys keys = new ControlKeys("{test-" + UUID.randomUUID() + "}");
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ConcurrentLinkedQueue<Access> accesses = new ConcurrentLinkedQueue<>();
    private final Supplier<RedisLink> links;
    private final RedisClusterCommands<String, String> redis;
    private final Runnable disconnect;
    private final Fences fences;
    private final List<ReadSide> opened = new ArrayList<>();

    Stage() {
        this(Shared.DATABASE, TestServers.shared().redisUri());
    }

    /** Lectures have ids of their own in each test, so that all can share a database. */
    private static final class Shared {
        private static final HikariDataSource DATABASE = migrated(TestServers.shared());
    }

    /** A database of a test's own, to be closed by it. */
    static HikariDataSource migrated(Servers servers) {
        String name = "cache_" + UUID.randomUUID().toString().replace("-", "");
        servers.createDatabase(name);
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(servers.jdbcUrl(name));
        database.setUsername(servers.user());
        database.setPassword(servers.password());
        database.setMaximumPoolSize(20);
        new Migrations(database, List.of("lectures"), true).migrate();
        return database;
    }

    Stage(HikariDataSource database, String redisUri) {
        this(database, RedisClient.create(redisUri));
    }

    private Stage(HikariDataSource database, RedisClient client) {
        this.database = database;
        StatefulRedisConnection<String, String> connection = client.connect();
        links = () -> RedisLink.to(client, TIMEOUT);
        redis = connection.sync();
        disconnect = () -> {
            connection.close();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        };
        fences = new Fences(new ControlRedis(keys, this::redis));
    }

    /** On a cluster, whose client the test closes. */
    Stage(RedisClusterClient client) {
        database = Shared.DATABASE;
        StatefulRedisClusterConnection<String, String> connection = client.connect();
        links = () -> RedisLink.to(client, TIMEOUT);
        redis = connection.sync();
        disconnect = connection::close;
        fences = new Fences(new ControlRedis(keys, this::redis));
    }

    RedisClusterCommands<String, String> redis() {
        return redis;
    }

    /** A connection of its own. */
    RedisLink link() {
        return links.get();
    }

    ReadSide readSide() {
        return readSide(builder -> builder);
    }

    ReadSide readSide(UnaryOperator<ReadSide.Builder> settings) {
        Accesses noted = (key, access) -> accesses.add(access);
        ReadSide.Builder builder = ReadSide.over(link(), database)
                .controlKeys(keys)
                .accesses(noted)
                .meters(meters);
        ReadSide readSide = settings.apply(builder).build();
        opened.add(readSide);
        return readSide;
    }

    /** As another process would have one. */
    LectureCache lectures() {
        return lectures(readSide());
    }

    static LectureCache lectures(ReadSide readSide) {
        Guard guard = new Guard(Duration.ofSeconds(15), 1, Duration.ofMillis(10), 100, Duration.ofSeconds(5), null);
        return new LectureCache(readSide.cache(LectureCache.definition(Policy.DEFAULT.with(guard), Map.of())));
    }

    /** What capture and invalidation grant while all is well. */
    void grantLease() {
        grantLease(Duration.ofMinutes(5));
    }

    void grantLease(Duration bound) {
        redis().psetex(keys.lease(), bound.toMillis(), Long.toString(System.currentTimeMillis()));
    }

    void revokeLease() {
        redis().del(keys.lease());
    }

    UUID lecture(String content) {
        UUID id = UUID.randomUUID();
        run("INSERT INTO public.lectures (id, title, content) VALUES (?::uuid, 'title', ?)", id, content);
        return id;
    }

    void edit(UUID lecture, String content) {
        run("UPDATE public.lectures SET content = ? WHERE id = ?::uuid", content, lecture);
    }

    /** What the invalidation does with a change that is visible: fences, rows, keys. */
    void invalidate(UUID lecture) {
        fences.raise(List.of("lecture:" + lecture), Duration.ofMinutes(10), List.of());
        List<String> deleted = column(
                "DELETE FROM public.ai_response_cache WHERE lecture_ids @> ARRAY[?::uuid] AND (content_hash ="
                        + " freshet.current_content_hash(lecture_ids)) IS NOT TRUE RETURNING cache_key",
                lecture);
        deleted.forEach(key -> redis().unlink("ai:response:" + key));
    }

    void editAndInvalidate(UUID lecture, String content) {
        edit(lecture, content);
        invalidate(lecture);
    }

    void raiseEpoch() {
        fences.raise(List.of(), Duration.ofMinutes(10), List.of("ai-responses"));
    }

    String content(Connection snapshot, UUID lecture) throws SQLException {
        try (PreparedStatement statement =
                snapshot.prepareStatement("SELECT content FROM public.lectures WHERE id = ?")) {
            statement.setObject(1, lecture);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    void run(String sql, Object... parameters) {
        try (Connection one = database.getConnection();
                PreparedStatement statement = prepared(one, sql, parameters)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> column(String sql, Object... parameters) {
        try (Connection one = database.getConnection();
                PreparedStatement statement = prepared(one, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(String.valueOf(rows.getString(1)));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i].toString());
        }
        return statement;
    }

    double count(String meter, String... tags) {
        return meters.find(meter).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    List<String> outcomes() {
        return accesses.stream().map(access -> access.outcome().name()).collect(Collectors.toList());
    }

    @Nullable
    String raw(Question question) {
        return redis().get(String.valueOf(question.entryKey()));
    }

    @Override
    public void close() {
        opened.forEach(ReadSide::close);
        disconnect.run();
    }
}
