package dev.freshet.migration;

import static dev.freshet.migration.accounts.Account.APP;
import static dev.freshet.migration.accounts.Account.CAPTURE;
import static dev.freshet.migration.accounts.Account.CONSOLE;
import static dev.freshet.migration.accounts.Account.INVALIDATION;
import static dev.freshet.migration.accounts.Account.MIGRATE;
import static dev.freshet.migration.accounts.Account.STATISTICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.migration.accounts.Account;
import dev.freshet.migration.accounts.Accounts;
import dev.freshet.migration.accounts.Roles;
import dev.freshet.migration.accounts.Scope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles over the life of an installation: made, updated, granted to by other rules, taken back. */
class RolesIT {

    private static final String LECTURE = "11111111-1111-4111-8111-111111111111";

    private Database database;
    private Cast cast;

    @BeforeEach
    void create() {
        database = Database.create();
        cast = Cast.of(database);
    }

    @AfterEach
    void drop() {
        cast.close();
        database.close();
    }

    @Test
    void everyRunSetsThePasswordsAnew() {
        cast.migrate(Cast.LECTURES, true);
        Accounts rotated =
                new Accounts(cast.accounts().prefix(), cast.accounts().application(), Map.of(CAPTURE, "another"));

        new Roles(database.dataSource(), rotated, "freshet").make(List.of(), List.of(), false);

        assertThat(cast.says(CAPTURE, "SELECT 1")).isEqualTo("28P01");
        assertThat(cast.says(STATISTICS, "SELECT 1")).isEqualTo("done");
        assertThat(database.as(cast.user(CAPTURE), "another").value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void noStatementHoldsAPassword() {
        List<String> statements = new ArrayList<>();

        new Roles(listened(database.dataSource(), statements), cast.accounts(), "freshet")
                .make(List.of(), List.of(), false);

        assertThat(statements)
                .anyMatch(sql -> sql.contains("SCRAM-SHA-256$"))
                .noneMatch(sql -> sql.contains("secret of"));
    }

    @Test
    void roleOfSomebodyElseKeepsItsPasswordAndGetsItsGrants() {
        database.run("CREATE ROLE " + cast.user(APP) + " LOGIN PASSWORD 'theirs'");

        List<String> remarks = cast.migrate(Cast.LECTURES, true);

        assertThat(remarks)
                .containsExactly("role " + cast.user(APP) + " was not made by Freshet: its password stays as it is");
        Database app = database.as(cast.user(APP), "theirs");
        assertThat(app.value("SELECT count(*) FROM public.ai_response_cache")).isEqualTo("8");
        assertThat(app.value("SELECT count(*) FROM public.lectures")).isEqualTo("6");

        assertThat(cast.rollback()).contains("role " + cast.user(APP) + " stays: Freshet did not make it");
        assertThat(database.as(cast.user(APP), "theirs").value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void rollbackLeavesNothing() {
        String before = acls();
        cast.migrate(Cast.LECTURES_AND_DEMO, true);
        cast.as(MIGRATE).run("CREATE PUBLICATION freshet FOR TABLE public.lectures, freshet.heartbeat");
        String slot = "roles_" + database.name();
        cast.as(CAPTURE).run("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        assertThat(acls()).isNotEqualTo(before);

        List<String> packRoles = cast.as(MIGRATE).migrations().roles();
        cast.as(MIGRATE)
                .migrations()
                .rollback(new Migrations.Leftovers(slot, "freshet", cast.roles().mayDropSlots()));
        cast.roles().dropSlot(slot);
        List<String> remarks = cast.roles().drop(packRoles);

        assertThat(remarks).noneMatch(remark -> remark.contains(cast.accounts().prefix()));
        assertThat(acls()).isEqualTo(before);
        assertThat(database.column("SELECT rolname FROM pg_roles WHERE starts_with(rolname, '"
                        + cast.accounts().prefix() + "')"))
                .isEmpty();
        assertThat(database.column("SELECT slot_name FROM pg_replication_slots WHERE slot_name = '" + slot + "'"))
                .isEmpty();
        assertThat(database.column(
                        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEmpty();
        assertThat(cast.roles().drop(packRoles)).as("a second time").isEqualTo(remarks);
    }

    /** Every grant in this database to anybody, and the policies. */
    private String acls() {
        return database.value("SELECT string_agg(item, ' ' ORDER BY item) FROM ("
                + "SELECT 'db ' || coalesce(datacl, acldefault('d', datdba))::text AS item FROM pg_database WHERE datname = current_database()"
                + " UNION ALL SELECT nspname || nspacl::text FROM pg_namespace"
                + " UNION ALL SELECT relname || relacl::text FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_|information'"
                + " UNION ALL SELECT attname || attacl::text FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid > 16384"
                + " UNION ALL SELECT polname FROM pg_policy) AS items");
    }

    @Test
    void roleThatOwnsSomethingStays() {
        cast.migrate(Cast.LECTURES, true);
        database.run("CREATE TABLE public.notes (id int); ALTER TABLE public.notes OWNER TO " + cast.user(APP));

        assertThat(cast.rollback()).contains("role " + cast.user(APP) + " stays: it owns table notes");
        assertThat(cast.as(APP).value("SELECT count(*) FROM public.notes")).isEqualTo("0");
    }

    @Test
    void roleThatAnotherDatabaseNeedsStays() {
        cast.migrate(Cast.LECTURES, true);
        try (Database other = Database.create()) {
            other.run("CREATE TABLE public.notes (id int); GRANT SELECT ON public.notes TO " + cast.user(CONSOLE));

            assertThat(cast.rollback())
                    .filteredOn(remark -> remark.contains(cast.user(CONSOLE)))
                    .singleElement()
                    .asString()
                    .contains("stays", other.name());
        }
        assertThat(cast.roles().drop(List.of())).isEmpty();
    }

    @Test
    void roleWithMembersStays() {
        cast.migrate(Cast.LECTURES, true);
        String person = cast.accounts().prefix() + "person";
        database.run("CREATE ROLE " + person + "; GRANT " + cast.user(CONSOLE) + " TO " + person);
        try {
            assertThat(cast.rollback())
                    .contains("role " + cast.user(CONSOLE) + " stays: other roles are members of it: " + person);
        } finally {
            database.run("DROP ROLE " + person);
        }
    }

    @Test
    void superuserIsActedForOnlyWhileMigrating() {
        database.run(Database.LECTURES);
        database.run("INSERT INTO public.lectures VALUES ('" + LECTURE + "', 'title', 'content')");

        cast.migrate(Cast.LECTURES, false);

        assertThat(superusersOf(MIGRATE)).isEmpty();
        assertThat(cast.says(MIGRATE, "ALTER TABLE public.lectures DISABLE TRIGGER freshet_keep_lecture_hash"))
                .isEqualTo("42501");
        String before = hash();
        database.run("UPDATE public.lectures SET content = 'other'");
        assertThat(hash()).as("the trigger reads the lecture as its owner").isNotEqualTo(before);

        cast.rollback();
        assertThat(database.value("SELECT relacl FROM pg_class WHERE oid = 'public.lectures'::regclass"))
                .doesNotContain(cast.accounts().prefix());
        assertThat(database.column("SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.lectures'::regclass"))
                .isEmpty();
    }

    @Test
    void adoptedHashesOfASuperuserAreKeptTrue() {
        database.run(Database.LECTURES);
        database.run("INSERT INTO public.lectures VALUES ('" + LECTURE + "', 'title', 'content')");
        database.run(
                "CREATE TABLE public.lecture_content_hashes (lecture_id uuid PRIMARY KEY, content_hash text NOT NULL)");
        cast.migrate(Cast.LECTURES, false);
        String before = hash();

        database.run("UPDATE public.lectures SET content = 'other'");
        database.run("INSERT INTO public.lectures VALUES (gen_random_uuid(), 'second', 'lecture')");

        assertThat(hash()).isNotEqualTo(before).isNotEqualTo("null");
        database.run("DELETE FROM public.lectures");
        assertThat(database.value("SELECT count(*) FROM public.lecture_content_hashes"))
                .isEqualTo("0");
        cast.rollback();
        assertThat(database.value("SELECT relacl FROM pg_class WHERE oid = 'public.lecture_content_hashes'::regclass"))
                .doesNotContain(cast.accounts().prefix());
    }

    @Test
    void crashLeavesTheLoanToTheNextRun() {
        database.run(Database.LECTURES);
        cast.roles().make(List.of(), List.of(Cast.LECTURES_TABLE), false); // and dies
        assertThat(superusersOf(MIGRATE)).containsExactly("freshet");

        database.run("ALTER TABLE public.lectures OWNER TO " + cast.user(APP));
        cast.roles().make(List.of(), List.of(Cast.LECTURES_TABLE), false);

        assertThat(superusersOf(MIGRATE)).isEmpty();
    }

    private List<String> superusersOf(Account account) {
        return database.column("SELECT s.rolname FROM pg_auth_members AS m JOIN pg_roles AS s ON s.oid = m.roleid"
                + " WHERE s.rolsuper AND m.member = '" + cast.user(account) + "'::regrole");
    }

    @Test
    void hiddenLecturesOfASuperuserAreHashedAllTheSame() {
        database.run(Database.LECTURES);
        database.run("INSERT INTO public.lectures VALUES ('" + LECTURE + "', 'title', 'content')");
        database.run("ALTER TABLE public.lectures ENABLE ROW LEVEL SECURITY");
        cast.migrate(Cast.LECTURES, false);
        String before = hash();

        database.run("UPDATE public.lectures SET content = 'other'");

        assertThat(hash()).isNotEqualTo(before).isNotEqualTo("null");
        cast.rollback();
        assertThat(database.column("SELECT polname FROM pg_policy")).isEmpty();
    }

    @Test
    void otherRulesAreOtherGrants() {
        cast.migrate(Cast.LECTURES, true);
        database.run("CREATE SCHEMA shop; CREATE TABLE shop.\"Prices\" (id int PRIMARY KEY, price int, cost int);"
                + " CREATE TABLE public.prices (id int PRIMARY KEY, price int);"
                + " CREATE FUNCTION shop.price(int) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';"
                + " REVOKE EXECUTE ON FUNCTION shop.price(int) FROM PUBLIC");
        database.run("ALTER SCHEMA shop OWNER TO " + cast.user(MIGRATE));
        database.run("ALTER TABLE shop.\"Prices\" OWNER TO " + cast.user(MIGRATE));
        database.run("ALTER TABLE public.prices OWNER TO " + cast.user(MIGRATE));
        database.run("ALTER FUNCTION shop.price(int) OWNER TO " + cast.user(MIGRATE));
        database.run("GRANT SELECT ON public.courses TO " + cast.user(CAPTURE)); // by a person
        Scope shop = new Scope(
                List.of(new Scope.Source("\"shop\"", "\"shop\".\"Prices\"", List.of("id", "price"))),
                List.of(new Scope.Rows(
                        "\"public\"",
                        "\"public\".\"prices\"",
                        "price = shop.price(id) AND EXISTS (SELECT FROM shop.\"Prices\" AS p WHERE p.id = entry.id)",
                        "id",
                        List.of("hit_count"))),
                false);

        cast.grants().apply(shop);

        assertThat(cast.says(CAPTURE, "SELECT id, price FROM shop.\"Prices\"")).isEqualTo("done");
        assertThat(cast.says(CAPTURE, "SELECT cost FROM shop.\"Prices\"")).isEqualTo("42501");
        assertThat(cast.says(CAPTURE, "SELECT * FROM public.lectures")).isEqualTo("42501");
        assertThat(cast.says(CAPTURE, "SELECT * FROM public.courses")).isEqualTo("done");
        assertThat(cast.says(
                        INVALIDATION,
                        "DELETE FROM public.prices AS entry WHERE (price = shop.price(id)"
                                + " AND EXISTS (SELECT FROM shop.\"Prices\" AS p WHERE p.id = entry.id)) IS NOT TRUE"))
                .isEqualTo("done");
        assertThat(cast.says(INVALIDATION, "SELECT price FROM shop.\"Prices\"")).isEqualTo("42501");
        assertThat(cast.says(INVALIDATION, "SELECT * FROM public.ai_response_cache"))
                .isEqualTo("42501");
        assertThat(database.column("SELECT polname FROM pg_policy WHERE polname LIKE 'freshet%'"))
                .isEmpty();

        cast.grants().apply(Cast.LECTURES);

        assertThat(cast.says(CAPTURE, "SELECT id FROM shop.\"Prices\"")).isEqualTo("42501");
        assertThat(cast.says(CAPTURE, "SELECT * FROM public.lectures")).isEqualTo("done");
        assertThat(cast.as(INVALIDATION).value("SELECT count(*) FROM public.ai_response_cache"))
                .isEqualTo("8");
        database.run("DROP SCHEMA shop CASCADE");
    }

    @Test
    void columnListThatBecomesNarrowerIsNarrower() {
        cast.migrate(Cast.LECTURES, true);
        Scope narrow = new Scope(
                List.of(new Scope.Source("\"public\"", Cast.LECTURES_TABLE, List.of("id"))), List.of(), false);

        cast.grants().apply(narrow);

        assertThat(cast.says(CAPTURE, "SELECT id FROM public.lectures")).isEqualTo("done");
        assertThat(cast.says(CAPTURE, "SELECT title FROM public.lectures")).isEqualTo("42501");
    }

    @Test
    void demoPageIsServedOnlyWhereThereIsOne() {
        cast.migrate(Cast.LECTURES_AND_DEMO, true);
        String edit = "UPDATE public.lectures SET title = title, content = 'x' WHERE id IS NOT NULL";
        String fill = "INSERT INTO public.ai_response_cache (cache_key) VALUES ('k') ON CONFLICT (cache_key)"
                + " DO UPDATE SET response_data = EXCLUDED.response_data";
        assertThat(cast.says(CONSOLE, edit)).isEqualTo("done");
        assertThat(cast.says(CONSOLE, fill)).isEqualTo("done");
        assertThat(cast.as(CONSOLE).value("SELECT count(*) FROM public.ai_response_cache"))
                .isEqualTo("8");
        assertThat(cast.says(CONSOLE, "UPDATE public.lectures SET id = gen_random_uuid()"))
                .isEqualTo("42501");
        assertThat(cast.says(CONSOLE, "DELETE FROM public.lectures")).isEqualTo("42501");
        assertThat(cast.says(CONSOLE, "DELETE FROM public.ai_response_cache")).isEqualTo("42501");

        cast.grants().apply(Cast.LECTURES);

        assertThat(cast.says(CONSOLE, edit)).isEqualTo("42501");
    }

    private String hash() {
        return database.value("SELECT freshet.current_content_hash(ARRAY['" + LECTURE + "'::uuid])");
    }

    /** Notes the text of every statement. */
    private static DataSource listened(DataSource source, List<String> statements) {
        return (DataSource) proxy(DataSource.class, source, statements);
    }

    private static Object proxy(Class<?> type, Object target, List<String> statements) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                statements.add(sql);
            }
            try {
                Object result = method.invoke(target, arguments);
                return result instanceof Connection
                        ? proxy(Connection.class, result, statements)
                        : result != null && method.getReturnType() == Statement.class
                                ? proxy(Statement.class, result, statements)
                                : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
