package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what with the tables of the packs, granted by their rules, from the first migration to the rollback. */
@TestMethodOrder(OrderAnnotation.class)
class PackAccountsIT {

    private static final String NAME = "pack_accounts";
    private static final String DONE = "done";
    private static final String REFUSED = "42501";
    private static final List<String> HISTORY = List.of(
            "dashboard_performance",
            "portfolio_snapshots",
            "top_picks_position_snapshots",
            "ai_recommendations",
            "llm_requests");

    private static final Servers SERVERS = TestServers.shared();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void migrate() throws Exception {
        SERVERS.createDatabase(NAME);
        run("migrate");
        run("migrate");
    }

    @AfterAll
    static void rollback() throws Exception {
        run("rollback");
    }

    @Test
    void theInvalidationMayDeleteRowsOfCachesAndNothingElse() throws Exception {
        assertThat(says("invalidation", "DELETE FROM public.exercise_cache WHERE topics && '{a}' RETURNING cache_key"))
                .isEqualTo(DONE);
        assertThat(says("invalidation", "DELETE FROM public.quantum_api_cache RETURNING symbol"))
                .isEqualTo(DONE);
        for (String statement : List.of(
                "INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data) VALUES ('k', 'quiz', '{}')",
                "UPDATE public.exercise_cache SET usage_count = 1",
                "TRUNCATE public.exercise_cache",
                "SELECT name FROM public.exercise_topics",
                "SELECT user_id FROM public.user_contexts",
                "DELETE FROM public.top_picks_runs",
                "SELECT id FROM public.llm_requests")) {
            assertThat(says("invalidation", statement)).as(statement).isEqualTo(REFUSED);
        }
    }

    @Test
    void theCaptureReadsWhatIsPublishedAndNothingElse() throws Exception {
        for (String statement : List.of(
                "SELECT user_id, context_hash FROM public.user_contexts",
                "SELECT * FROM public.exercise_topics",
                "SELECT cache_key FROM public.exercise_cache",
                "SELECT id, universe, mode FROM public.top_picks_runs",
                "SELECT id FROM public.portfolio_snapshots")) {
            assertThat(says("capture", statement)).as(statement).isEqualTo(DONE);
        }
        for (String statement : List.of(
                "SELECT context FROM public.user_contexts",
                "SELECT exercise_data FROM public.exercise_cache",
                "SELECT picks FROM public.top_picks_runs",
                "SELECT positions FROM public.portfolio_snapshots",
                "SELECT symbol FROM public.quantum_api_cache",
                "SELECT id FROM public.ai_recommendations",
                "DELETE FROM public.exercise_topics")) {
            assertThat(says("capture", statement)).as(statement).isEqualTo(REFUSED);
        }
    }

    @Test
    void theApplicationWritesItsTablesAndFillsItsCaches() throws Exception {
        List<String> statements = new ArrayList<>(List.of(
                "INSERT INTO public.exercise_topics (name) VALUES ('algebra')",
                "INSERT INTO public.user_contexts (user_id, context_hash) VALUES (gen_random_uuid(), 'h')",
                "INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data) VALUES ('k', 'quiz', '{}')",
                "UPDATE public.exercise_cache SET usage_count = usage_count + 1",
                "SELECT * FROM public.exercise_cache_stats, public.exercise_cache_overview, public.expired_exercises",
                "SELECT * FROM public.get_popular_exercises(), public.get_lru_exercises(), public.get_overall_cache_stats()",
                "SELECT public.cleanup_expired_exercises(), public.evict_lru_exercises(10)",
                "SELECT public.refresh_exercise_cache_metrics()",
                "SELECT * FROM public.exercise_cache_daily_metrics",
                "INSERT INTO public.quantum_api_cache (symbol, cache_type, data) VALUES ('BTC', 'market', '{}')",
                "SELECT public.cleanup_expired_quantum_cache()",
                "INSERT INTO public.top_picks_runs (universe, mode) VALUES ('crypto', 'swing')",
                "UPDATE public.top_picks_runs SET mode = 'day'",
                "DELETE FROM public.top_picks_runs"));
        HISTORY.forEach(table -> statements.add("INSERT INTO public." + table + " DEFAULT VALUES"));
        for (String statement : statements) {
            assertThat(says("app", statement)).as(statement).isEqualTo(DONE);
        }
        assertThat(says("app", "UPDATE freshet.installed SET detail = NULL")).isEqualTo(REFUSED);
        assertThat(says("app", "ALTER TABLE public.exercise_topics ADD COLUMN mine text"))
                .isEqualTo(REFUSED);
    }

    @Test
    void theStatisticsSeeNothingOfIt() throws Exception {
        for (String table : List.of(
                "exercise_cache",
                "exercise_cache_stats",
                "exercise_cache_daily_metrics",
                "quantum_api_cache",
                "user_contexts")) {
            assertThat(says("statistics", "SELECT * FROM public." + table))
                    .as(table)
                    .isEqualTo(REFUSED);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aRollbackLeavesNothing() throws Exception {
        run("rollback");

        try (Connection connection =
                        DriverManager.getConnection(SERVERS.jdbcUrl(NAME), SERVERS.user(), SERVERS.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM pg_class"
                        + " WHERE relnamespace::regnamespace::text IN ('public', 'freshet')),"
                        + " (SELECT count(*) FROM pg_proc WHERE pronamespace::regnamespace::text IN ('public', 'freshet')),"
                        + " (SELECT count(*) FROM pg_roles WHERE starts_with(rolname, 'packs_'))")) {
            row.next();
            assertThat(List.of(row.getInt(1), row.getInt(2), row.getInt(3))).containsOnly(0);
        }
    }

    /** {@code done}, or the SQLSTATE. Nothing is committed. */
    private static String says(String account, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SERVERS.jdbcUrl(NAME), "packs_" + account, password(account));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(sql);
                return DONE;
            } catch (SQLException e) {
                return e.getSQLState();
            } finally {
                connection.rollback();
            }
        }
    }

    private static String password(String account) {
        return "the long password of " + account;
    }

    private static void run(String command) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--freshet.packs=lectures,exercises,market",
                "--freshet.demo=true",
                "--spring.datasource.url=" + SERVERS.jdbcUrl(NAME),
                "--spring.datasource.username=packs_migrate",
                "--spring.datasource.password=" + password("migrate"),
                "--spring.kafka.bootstrap-servers=" + SERVERS.bootstrapServers(),
                "--freshet.redis.uri=" + SERVERS.redisUri(),
                "--freshet.redis.key-prefix={" + NAME + "}",
                "--freshet.topics.prefix=" + NAME,
                "--freshet.invalidation.group=" + NAME,
                "--freshet.capture.slot=" + NAME,
                "--freshet.admin.username=" + SERVERS.user(),
                "--freshet.admin.password=" + SERVERS.password(),
                "--freshet.accounts.prefix=packs_",
                "--freshet.accounts.application=packs_app"));
        for (String account : List.of("migrate", "capture", "invalidation", "statistics", "console", "app")) {
            arguments.add("--freshet.accounts.passwords." + account + "=" + password(account));
        }
        FreshetProcess.Finished finished = FreshetProcess.run(folder, arguments);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
    }
}
