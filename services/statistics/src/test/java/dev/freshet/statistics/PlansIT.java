package dev.freshet.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Every statement that reads the large tables goes through an index: those that the calls really send, with their values,
 * and the documented views. In full, ten million rows of days and operations, with {@code -Dfreshet.faults=full}.
 */
class PlansIT {

    private static final boolean FULL = "full".equals(System.getProperty("freshet.faults"));
    private static final int OPERATIONS = FULL ? 2750 : 500;
    private static final int DAYS = FULL ? 3650 : 400;
    private static final int ENTRIES = FULL ? 1_000_000 : 100_000;

    private static final Scene scene = new Scene(1, "lectures");
    private static final List<String> sent = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void fill() {
        scene.jdbc()
                .update(
                        "INSERT INTO freshet.operation (cache, operation, loads, load_millis)"
                                + " SELECT 'cache-' || n % 10, 'operation-' || n, 1, 100 FROM generate_series(1, ?) AS n",
                        OPERATIONS);
        scene.jdbc()
                .update(
                        "INSERT INTO freshet.daily_operation (date, cache, operation, redis_hits, tokens_saved)"
                                + " SELECT '2026-06-30'::date - d, cache, operation, 5, 1000"
                                + " FROM freshet.operation CROSS JOIN generate_series(0, ? - 1) AS d",
                        DAYS);
        scene.jdbc()
                .update(
                        "INSERT INTO freshet.daily_invalidation (date, cache, invalidations)"
                                + " SELECT '2026-06-30'::date - d, 'cache-' || c, 1"
                                + " FROM generate_series(0, 9) AS c CROSS JOIN generate_series(0, ? - 1) AS d",
                        DAYS);
        scene.jdbc()
                .update(
                        "INSERT INTO freshet.entry"
                                + " (cache, key, operation, hits, misses, tokens_saved, size, since, last_access)"
                                + " SELECT 'cache-' || n % 10, 'key-' || n, 'operation-' || n % 100, (random() * 1e6)::bigint, 1, 5,"
                                + " (random() * 1e5)::bigint, t - make_interval(hours => 3), t FROM generate_series(1, ?) AS n"
                                + " CROSS JOIN LATERAL (SELECT '2026-06-30'::timestamptz - random() * interval '30 days' + n * interval '0' AS t)",
                        ENTRIES);
        scene.jdbc()
                .update("INSERT INTO freshet.invalidation_log (id, cache, tag, applied_at)"
                        + " SELECT key, cache, 't', last_access FROM freshet.entry");
        scene.jdbc().execute("ANALYZE");
        context = scene.start(
                Clock.fixed(Instant.parse("2026-06-30T12:00:00Z"), ZoneOffset.UTC),
                beans -> beans.registerBean(Recording.class, Recording::new),
                "freshet.statistics.retention.interval=1s");
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daily",
                "daily?cache=cache-3",
                "daily?operation=operation-7",
                "daily?cache=cache-7&operation=operation-7&from=2025-06-30",
                "summary",
                "summary?cache=cache-3",
                "summary?operation=operation-7&from=2025-07-01",
                "operations",
                "operations?size=1000&page=1",
                "operations?cache=cache-3",
                "operations?operation=operation-7",
                "entries",
                "entries?sort=age",
                "entries?sort=size",
                "entries?sort=hits&cache=cache-3",
                "entries?sort=age&operation=operation-7",
                "entries?sort=size&cache=cache-7&operation=operation-7",
                "entries?sort=hits&from=2026-06-10&to=2026-06-10",
                "entries?sort=hits&size=1000&page=50"
            })
    void everyCallUsesAnIndex(String call) {
        List<String> statements = statementsOf(call);

        assertThat(statements).isNotEmpty().allSatisfy(PlansIT::usesAnIndex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM freshet.daily_cache_performance WHERE date BETWEEN '2026-06-01' AND '2026-06-30'",
                "SELECT * FROM freshet.daily_cache_performance WHERE cache = 'cache-3' AND date > '2026-06-01'",
                "SELECT * FROM freshet.operation_figures WHERE operation = 'operation-7' AND date > '2026-01-01'",
                "SELECT * FROM freshet.cache_performance WHERE days = 30",
                "SELECT * FROM freshet.cache_growth WHERE date BETWEEN '2026-06-01' AND '2026-06-30'",
                "SELECT * FROM freshet.most_accessed_entries LIMIT 20",
                "SELECT * FROM public.get_cache_stats('2026-06-01', '2026-06-30')"
            })
    void everyViewUsesAnIndex(String query) {
        usesAnIndex(query);
    }

    @Test
    void theRetentionUsesAnIndex() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sent.stream().anyMatch(sql -> sql.contains("DELETE FROM freshet.invalidation_log")));

        assertThat(sent).filteredOn(sql -> sql.contains("DELETE FROM freshet.")).allSatisfy(PlansIT::usesAnIndex);
    }

    private static List<String> statementsOf(String call) {
        List<String> before = List.copyOf(sent);
        HttpResponse<String> response = Scene.get(context, "/v1/stats/" + call);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return sent.subList(before.size(), sent.size()).stream()
                .filter(sql -> sql.startsWith("SELECT") || sql.startsWith("select"))
                .toList();
    }

    private static void usesAnIndex(String sql) {
        List<String> plan = scene.rows("EXPLAIN " + sql);
        assertThat(plan)
                .as(sql)
                .noneMatch(line -> line.contains("Seq Scan on daily_operation")
                        || line.contains("Seq Scan on daily_invalidation")
                        || line.contains("Seq Scan on entry")
                        || line.contains("Seq Scan on invalidation_log"));
    }

    /** Notes what is sent to the database, its values included: that is what the driver's statements print. */
    static final class Recording implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource source ? new RecordedSource(source) : bean;
        }
    }

    private static final class RecordedSource extends DelegatingDataSource {

        RecordedSource(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return proxy(Connection.class, super.getConnection());
        }
    }

    private static <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                PlansIT.class.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    try {
                        if (target instanceof PreparedStatement statement
                                && method.getName().startsWith("execute")) {
                            sent.add(statement.unwrap(PGStatement.class).toString());
                        }
                        Object result = method.invoke(target, values);
                        return result instanceof PreparedStatement statement
                                        && method.getName().equals("prepareStatement")
                                ? proxy(PreparedStatement.class, statement)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}
