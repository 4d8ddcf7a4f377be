package dev.freshet.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.TestServers;
import dev.freshet.refusal.Refusal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

class RollbackIT {

    private static final String ROLES =
            "SELECT rolname FROM pg_roles WHERE rolname IN ('authenticated', 'service_role') ORDER BY 1";

    private Database database;

    @BeforeEach
    void create() {
        database = Database.create();
        database.run("DROP ROLE IF EXISTS authenticated, service_role");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void leavesNothingBehind() {
        List<String> before = Catalog.of(database);
        database.withDemo("lectures").migrate();
        database.run("CREATE PUBLICATION freshet FOR TABLE public.lectures");
        database.run("SELECT pg_create_logical_replication_slot('freshet', 'pgoutput')");
        assertThat(Catalog.of(database)).hasSizeGreaterThan(before.size() + 100);

        database.withDemo("lectures").rollback();

        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void doesNothingToADatabaseThatWasNeverMigrated() {
        database.run(Database.LECTURES);
        List<String> before = Catalog.of(database);

        database.withDemo("lectures").rollback();

        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void theScriptsDoTheSameInAnySqlClient() {
        List<String> before = Catalog.of(database);
        database.withDemo("lectures").migrate();
        String scripts = new Pack("lectures").rollback() + Pack.DEMO.rollback() + Pack.CORE.rollback();

        database.run(scripts);
        database.run(scripts);

        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void theScriptOfCoreRefusesToGoFirst() {
        database.withDemo("lectures").migrate();

        assertThatIllegalStateException()
                .isThrownBy(() -> database.run(Pack.CORE.rollback()))
                .withMessageContaining("packs are still installed: demo, lectures");
    }

    @Test
    void keepsLecturesOfTheApplication() {
        database.run(Database.LECTURES);
        database.run("INSERT INTO public.lectures VALUES (gen_random_uuid(), 'Mine', 'Mine')");
        List<String> before = Catalog.of(database);
        database.withDemo("lectures").migrate();

        database.withDemo("lectures").rollback();

        assertThat(Catalog.of(database)).isEqualTo(before);
        assertThat(database.column("SELECT title FROM public.lectures")).containsExactly("Mine");
    }

    @Test
    void keepsRolesThatWereThereBefore() {
        database.run("CREATE ROLE authenticated NOLOGIN; COMMENT ON ROLE authenticated IS 'mine'");
        List<String> before = Catalog.of(database);
        database.withDemo("lectures").migrate();

        database.withDemo("lectures").rollback();

        assertThat(Catalog.of(database)).isEqualTo(before);
        assertThat(database.column(ROLES)).containsExactly("authenticated");
    }

    @Test
    void keepsARoleThatSomethingElseUses() {
        database.withDemo("lectures").migrate();
        database.run("CREATE TABLE public.mine (n integer); GRANT SELECT ON public.mine TO authenticated");

        database.migrations().rollback();

        assertThat(database.column(ROLES)).containsExactly("authenticated");
        assertThat(database.value("SELECT to_regnamespace('freshet')")).isEqualTo("null");
    }

    @Test
    void keepsARoleThatHasMembers() {
        database.withDemo("lectures").migrate();
        database.run(
                "DROP ROLE IF EXISTS schemas_member; CREATE ROLE schemas_member NOLOGIN; GRANT service_role TO schemas_member");

        database.migrations().rollback();

        assertThat(database.column(ROLES)).containsExactly("service_role");
        database.run("DROP ROLE schemas_member");
    }

    @Test
    void theLastDatabaseOfAServerTakesTheRolesAlong() {
        try (Database other = Database.create()) {
            database.withDemo("lectures").migrate();
            other.withDemo("lectures").migrate();

            database.migrations().rollback();
            assertThat(database.column(ROLES)).containsExactly("authenticated", "service_role");

            other.migrations().rollback();
            assertThat(database.column(ROLES)).isEmpty();
        }
    }

    @Test
    void doesNotTouchASlotOfAnotherDatabase() {
        try (Database other = Database.create()) {
            other.run("SELECT pg_create_logical_replication_slot('freshet', 'pgoutput')");
            database.migrations().migrate();

            database.migrations().rollback();

            assertThat(other.value("SELECT pg_drop_replication_slot('freshet')"))
                    .isEmpty();
        }
    }

    @Test
    void takesASlotAndAPublicationOfAnotherNameWhenTold() {
        List<String> before = Catalog.of(database);
        database.migrations().migrate();
        database.run("CREATE PUBLICATION mine; SELECT 1");
        database.run("SELECT pg_create_logical_replication_slot('mine', 'pgoutput')");

        database.run("SET LOCAL freshet.slot = 'mine'; SET LOCAL freshet.publication = 'mine';" + Pack.CORE.rollback());

        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void refusesWhileTheSlotIsInUseAndLeavesAllAsItWas() throws SQLException {
        database.withDemo("lectures").migrate();
        database.run("CREATE PUBLICATION freshet FOR TABLE public.lectures");
        database.run("SELECT pg_create_logical_replication_slot('freshet', 'pgoutput')");
        List<String> before = Catalog.of(database);
        try (Connection replication = replication();
                PGReplicationStream stream = stream(replication)) {
            assertThat(stream.isClosed()).isFalse();
            String pid = database.value("SELECT active_pid FROM pg_replication_slots WHERE slot_name = 'freshet'");

            Refusal refusal = assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> database.migrations().rollback())
                    .withMessage("replication slot freshet is in use by the server process with pid " + pid)
                    .actual();

            assertThat(refusal.remedy()).contains("pg_terminate_backend(" + pid + ")");
            assertThat(Catalog.of(database)).isEqualTo(before);
        }
        await().untilAsserted(() -> assertThat(
                        database.value("SELECT active FROM pg_replication_slots WHERE slot_name = 'freshet'"))
                .isEqualTo("f"));
        database.migrations().rollback();
    }

    @Test
    void refusesToTakeAwayWhatOthersBuiltOn() {
        database.withDemo("lectures").migrate();
        database.run("CREATE VIEW public.report AS SELECT count(*) FROM public.ai_response_cache");
        List<String> before = Catalog.of(database);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> database.migrations().rollback())
                .withMessageContaining("view public.report depends on table public.ai_response_cache");

        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void refusesToTakeATableOfOthersInOurSchemaAway() {
        database.migrations().migrate();
        // where a user named freshet puts a table without saying a schema
        database.run("CREATE TABLE freshet.theirs (n integer)");
        List<String> before = Catalog.of(database);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> database.migrations().rollback())
                .withMessageContaining("table theirs depends on schema freshet");

        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    private Connection replication() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, TestServers.shared().user());
        PGProperty.PASSWORD.set(properties, TestServers.shared().password());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return DriverManager.getConnection(TestServers.shared().jdbcUrl(database.name()), properties);
    }

    private static PGReplicationStream stream(Connection replication) throws SQLException {
        return replication
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName("freshet")
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "freshet")
                .start();
    }
}
