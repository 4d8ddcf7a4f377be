package dev.freshet.capture;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freshet.embedded.EmbeddedServers;
import dev.freshet.embedded.EmbeddedSettings;
import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import dev.freshet.refusal.Refusal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot succeed is refused, with the cause and the remedy, and nothing has been touched. */
class PreflightIT {

    private static final String RULES =
            """
            caches:
              answers: {keys: "answer:{id}"}
            sources:
              public.items:
                stale: [{cache: answers, key: "answer:{id}"}]
            """;
    private static final String ITEMS = "create table public.items (id int primary key)";

    private CaptureRig rig;
    private String user;

    @BeforeEach
    void start() {
        rig = new CaptureRig(TestServers.shared(), RULES, ITEMS);
        user = rig.slot() + "_user";
        rig.sql("create role " + user + " login password 'secret'");
        rig.sql("grant usage on schema freshet to " + user);
    }

    @AfterEach
    void stop() {
        rig.close();
        rig.sql("drop owned by " + user);
        rig.sql("drop role " + user);
    }

    @Test
    void refusesAWalLevelThatIsNotLogical(@TempDir Path folder) {
        EmbeddedSettings settings = new EmbeddedSettings(folder, 0, 0, 0, Map.of("wal_level", "replica"));
        try (Servers servers = EmbeddedServers.start(settings)) {
            CaptureRig other = new CaptureRig(servers, RULES, ITEMS);

            Refusal refusal = refusalOf(other);

            assertThat(refusal).hasMessageContaining("wal_level").hasMessageContaining("'replica'");
            assertThat(refusal.remedy()).contains("alter system set wal_level = 'logical'");
            assertUntouched(other);
        }
    }

    @Test
    void refusesAWrongPassword() {
        rig.with("spring.datasource.username", user).with("spring.datasource.password", "wrong");

        Refusal refusal = refusalOf(rig);

        assertThat(refusal).hasMessageContaining(user).hasMessageNotContaining("wrong");
        assertUntouched(rig);
    }

    @Test
    void refusesAUserWithoutReplication() {
        asUser();

        assertThat(refusalOf(rig)).hasMessageContaining("may not use replication slots");
        assertUntouched(rig);
    }

    @Test
    void refusesAUserWhoMayNotBeat() {
        asUser();
        rig.sql("alter role " + user + " replication");

        Refusal refusal = refusalOf(rig);

        assertThat(refusal).hasMessageContaining("freshet.heartbeat");
        assertThat(refusal.remedy()).contains("grant select, insert, update on \"freshet\".\"heartbeat\"");
    }

    @Test
    void refusesAUserWhoMayNotReadASource() {
        asUser();
        rig.sql("alter role " + user + " replication");
        grantOwnTables();

        Refusal refusal = refusalOf(rig);

        assertThat(refusal).hasMessageContaining("public.items");
        assertThat(refusal.remedy()).contains("grant select on \"public\".\"items\"");
    }

    @Test
    void refusesAUserWhoCannotMakeThePublicationAndTellsItsStatement() {
        asUser();
        rig.sql("alter role " + user + " replication");
        grantOwnTables();
        rig.sql("grant select on public.items to " + user);

        Refusal refusal = refusalOf(rig);

        assertThat(refusal).hasMessageContaining("publication 'freshet' does not exist");
        assertThat(refusal.remedy()).contains("create publication \"freshet\" for table");
        assertUntouched(rig);

        rig.sql(refusal.remedy().substring(refusal.remedy().indexOf("create publication")));
        rig.start();
    }

    @Test
    void refusesAPublicationOfAllTables() {
        rig.sql("create publication freshet for all tables");

        assertThat(refusalOf(rig)).hasMessageContaining("FOR ALL TABLES");
    }

    @Test
    void refusesASlotOfAnotherPlugin() {
        rig.sql("select pg_create_logical_replication_slot('" + rig.slot() + "', 'test_decoding')");

        assertThat(refusalOf(rig)).hasMessageContaining("somebody else's").hasMessageContaining("test_decoding");
    }

    @Test
    void refusesWhereEverySlotIsTaken() {
        rig.sql(
                "select pg_create_physical_replication_slot('" + rig.slot() + "_' || i) from generate_series(1,"
                        + " current_setting('max_replication_slots')::int - (select count(*)::int from pg_replication_slots)) i");
        try {
            Refusal refusal = refusalOf(rig);

            assertThat(refusal).hasMessageContaining("max_replication_slots");
            assertThat(refusal.remedy()).contains("alter system set max_replication_slots");
        } finally {
            rig.sql("select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name like '"
                    + rig.slot() + "\\_%'");
        }
    }

    private void asUser() {
        rig.with("spring.datasource.username", user).with("spring.datasource.password", "secret");
    }

    private void grantOwnTables() {
        rig.sql("grant select, insert, update on freshet.heartbeat, freshet.capture_state, freshet.gap to " + user);
    }

    private static Refusal refusalOf(CaptureRig rig) {
        Throwable failure = catchThrowable(rig::start);
        while (failure != null && !(failure instanceof Refusal)) {
            failure = failure.getCause();
        }
        return (Refusal) requireNonNull(failure, "the start was not refused");
    }

    private static void assertUntouched(CaptureRig rig) {
        assertThat(rig.database()
                        .sql("select count(*) from pg_publication")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(rig.database()
                        .sql("select count(*) from pg_replication_slots where slot_name = ?")
                        .param(rig.slot())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(rig.database()
                        .sql("select count(*) from freshet.gap")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
