package dev.freshet.migration;

import static dev.freshet.migration.accounts.Account.APP;
import static dev.freshet.migration.accounts.Account.CAPTURE;
import static dev.freshet.migration.accounts.Account.INVALIDATION;
import static dev.freshet.migration.accounts.Account.MIGRATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.migration.accounts.Account;
import dev.freshet.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A PostgreSQL as managed services rent it out: its first user is no superuser, and the application's tables belong to a
 * role that this user made.
 */
class ManagedPostgresIT {

    private static final Path README = Path.of("..", "infra", "postgres", "README.md");
    private static final String LECTURE = "11111111-1111-4111-8111-111111111111";

    private Database database;
    private Database admin;
    private Cast cast;

    @BeforeEach
    void rent() {
        database = Database.create();
        String name = "admin_of_" + database.name();
        database.run("CREATE ROLE " + name + " LOGIN CREATEROLE CREATEDB REPLICATION PASSWORD 'first'");
        database.run("ALTER DATABASE " + database.name() + " OWNER TO " + name);
        admin = database.as(name, "first");
        cast = Cast.of(database, admin);
        admin.run("CREATE ROLE " + cast.user(APP) + " LOGIN PASSWORD '"
                + cast.accounts().password(APP).orElseThrow() + "'");
        admin.run("GRANT CREATE ON SCHEMA public TO " + cast.user(APP));
        cast.as(APP).run(Database.LECTURES);
        cast.as(APP).run("INSERT INTO public.lectures VALUES ('" + LECTURE + "', 'title', 'content')");
    }

    @AfterEach
    void giveBack() {
        cast.close();
        String name = admin.value("SELECT current_user");
        database.run("REASSIGN OWNED BY " + name + " TO CURRENT_USER; DROP OWNED BY " + name);
        database.close();
        Database other = Database.create();
        for (String role : List.of("authenticated", "service_role")) {
            other.run("DO $$BEGIN REVOKE " + role + " FROM " + name
                    + "; EXCEPTION WHEN undefined_object THEN NULL; END$$");
        }
        other.run("DROP ROLE " + name);
        other.close();
    }

    @Test
    void itsFirstUserMakesTheRoles() {
        cast.migrate(Cast.LECTURES, false);

        assertItWorks();
        assertThat(cast.migrate(Cast.LECTURES, false))
                .singleElement()
                .asString()
                .contains(cast.user(APP), "was not made by Freshet");
    }

    @Test
    void aRollbackDropsThemAndLeavesTheApplicationAsItWas() {
        cast.migrate(Cast.LECTURES, false);

        List<String> remarks = cast.rollback();

        assertThat(remarks)
                .filteredOn(remark -> remark.contains(cast.accounts().prefix()))
                .singleElement()
                .asString()
                .contains(cast.user(APP), "Freshet did not make it");
        assertThat(database.column("SELECT rolname FROM pg_roles WHERE rolname LIKE '"
                        + cast.accounts().prefix().replace("_", "\\_") + "%'"))
                .containsExactly(cast.user(APP));
        assertThat(cast.as(APP).value("SELECT content FROM public.lectures")).isEqualTo("content");
        assertThat(database.column("SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.lectures'::regclass"))
                .isEmpty();
        assertThat(database.value("SELECT relacl FROM pg_class WHERE oid = 'public.lectures'::regclass"))
                .doesNotContain("migrate", "capture");
    }

    @Test
    void whatTheReadmeSaysMakesThemByHand() throws IOException {
        for (String statement : block(0)) {
            byHand(statement);
        }
        for (Account account : List.of(MIGRATE, CAPTURE, INVALIDATION)) {
            admin.run("ALTER ROLE " + cast.user(account) + " PASSWORD '"
                    + cast.accounts().password(account).orElseThrow() + "'");
        }
        cast.migrateAlone(Cast.LECTURES, false);
        assertItWorks();

        cast.as(CAPTURE).run("SELECT pg_create_logical_replication_slot('" + slot() + "', 'pgoutput')");
        Migrations migrations = cast.as(MIGRATE).migrations("lectures");
        Migrations.Leftovers leftovers = new Migrations.Leftovers(slot(), "freshet", false);
        assertThat(catchThrowableOfType(Refusal.class, () -> migrations.rollback(leftovers))
                        .remedy())
                .contains("SELECT pg_drop_replication_slot('" + slot() + "')");
        cast.as(CAPTURE).run(block(1).get(0).replace("'freshet'", "'" + slot() + "'"));
        migrations.rollback(leftovers);
        for (String statement : block(2)) {
            byHand(statement);
        }
        assertThat(database.value("SELECT to_regrole('" + cast.user(MIGRATE) + "')"))
                .isEqualTo("null");
    }

    @Test
    void anAdminWhoMayNotActForTheOwnerIsToldTheGrant() {
        String owner = cast.accounts().prefix() + "owner";
        database.run("CREATE ROLE " + owner + "; GRANT " + owner + " TO " + cast.user(APP)
                + "; ALTER TABLE public.lectures OWNER TO " + owner);
        try {
            assertRefusedUntil(
                    "lectures belongs to " + owner, "GRANT \"" + owner + "\" TO \"" + cast.user(MIGRATE) + "\"");
        } finally {
            database.run("ALTER TABLE public.lectures OWNER TO " + cast.user(APP));
            database.run("DROP OWNED BY " + owner + "; DROP ROLE " + owner);
        }
    }

    @Test
    void anAdminWithoutReplicationIsToldTheStatement() {
        database.run("ALTER ROLE " + admin.value("SELECT current_user") + " NOREPLICATION");

        assertRefusedUntil("may not use replication slots", "ALTER ROLE \"" + cast.user(CAPTURE) + "\" REPLICATION");
    }

    @Test
    void anAdminWhoDoesNotOwnTheDatabaseIsToldTheGrant() {
        String database = this.database.name();
        this.database.run("ALTER DATABASE " + database + " OWNER TO CURRENT_USER");

        assertRefusedUntil(
                "lacks CREATE ON DATABASE",
                "GRANT CREATE ON DATABASE \"" + database + "\" TO \"" + cast.user(MIGRATE) + "\"");
    }

    @Test
    void anAdminWhoMayNotCreateRolesIsTold() {
        database.run("ALTER ROLE " + admin.value("SELECT current_user") + " NOCREATEROLE");

        assertThat(refusal()).hasMessageContaining("may not create roles");
        assertThat(refusal().remedy()).contains("CREATEROLE", "infra/postgres/README.md");
    }

    @Test
    void tablesOfASuperuserAreRefused() {
        database.run("ALTER TABLE public.lectures OWNER TO CURRENT_USER");

        assertThat(refusal()).hasMessageContaining("lectures belongs to the superuser freshet");
        assertThat(refusal().remedy()).contains("ALTER table lectures OWNER TO");
    }

    @Test
    void onAmazonReplicationIsAMembership() {
        database.run("CREATE ROLE rds_replication; GRANT rds_replication TO " + admin.value("SELECT current_user")
                + " WITH ADMIN OPTION");
        try {
            cast.roles().make(List.of(), List.of(), false);

            assertThat(database.value("SELECT pg_has_role('" + cast.user(CAPTURE) + "', 'rds_replication', 'MEMBER')"))
                    .isEqualTo("t");
            assertThat(database.value(
                            "SELECT rolreplication FROM pg_roles WHERE rolname = '" + cast.user(CAPTURE) + "'"))
                    .isEqualTo("f");
        } finally {
            database.run("DROP ROLE rds_replication");
        }
    }

    /** The statement, run by a superuser, is enough. */
    private void assertRefusedUntil(String cause, String statement) {
        Refusal refusal = refusal();
        assertThat(refusal).hasMessageContaining(cause);
        assertThat(refusal.remedy()).contains(statement);

        database.run(statement);
        for (int more = 0; more < 2; more++) { // schema public has the database's owner
            try {
                cast.migrate(Cast.LECTURES, false);
                break;
            } catch (Refusal e) {
                String next = e.remedy();
                database.run(next.substring(next.indexOf("GRANT"), next.indexOf(';')));
            }
        }
        cast.migrate(Cast.LECTURES, false);
        assertItWorks();
    }

    private Refusal refusal() {
        return catchThrowableOfType(Refusal.class, () -> cast.migrate(Cast.LECTURES, false));
    }

    private void assertItWorks() {
        String before = hash();
        cast.as(APP).run("UPDATE public.lectures SET content = content || '!'");
        assertThat(hash()).isNotEqualTo(before);
        cast.as(APP).run("INSERT INTO public.ai_response_cache (cache_key, content_hash) VALUES ('k', 'old')");
        assertThat(
                        cast.as(INVALIDATION)
                                .value(
                                        "WITH gone AS (DELETE FROM public.ai_response_cache RETURNING 1) SELECT count(*) FROM gone"))
                .isEqualTo("1");
        assertThat(cast.says(CAPTURE, "SELECT pg_create_logical_replication_slot('" + slot() + "', 'pgoutput', true)"))
                .isEqualTo("done");
        assertThat(cast.says(MIGRATE, "CREATE PUBLICATION freshet FOR TABLE public.lectures, freshet.heartbeat"))
                .isEqualTo("done");
        assertThat(cast.says(INVALIDATION, "SELECT content FROM public.lectures"))
                .isEqualTo("42501");
    }

    private String hash() {
        return database.value("SELECT freshet.current_content_hash(ARRAY['" + LECTURE + "'::uuid])");
    }

    private String slot() {
        return "slot_" + database.name();
    }

    private void byHand(String statement) {
        try {
            admin.run(statement);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("already exists"); // roles of the pack, from another test
        }
    }

    /** The statements of one of the README's blocks, with the names that they have here. */
    private List<String> block(int number) throws IOException {
        String[] blocks = Files.readString(README).split("```sql\n", -1);
        String sql = blocks[number + 1].substring(0, blocks[number + 1].indexOf("```"));
        List<String> statements = new ArrayList<>();
        for (String statement : sql.replaceAll("--.*", "").split(";", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement
                        .strip()
                        .replace("DATABASE freshet", "DATABASE " + database.name())
                        .replace("freshet_", cast.accounts().prefix())
                        .replace("GRANT app ", "GRANT " + cast.user(APP) + " "));
            }
        }
        assertThat(statements).as(Arrays.toString(blocks)).isNotEmpty();
        return statements;
    }
}
