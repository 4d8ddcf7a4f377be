package dev.freshet.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.freshet.refusal.Refusal;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationsIT {

    private static final String EVERYTHING =
            """
            SELECT query_to_xml(format('SELECT * FROM %s t ORDER BY t', c.oid::regclass), true, false, '')
            FROM pg_class c WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'freshet') ORDER BY relname
            """;

    private Database database;

    @BeforeEach
    void create() {
        database = Database.create();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void migratingTwiceChangesNothing() {
        database.withDemo("lectures").migrate();
        List<String> catalog = Catalog.of(database);
        List<String> rows = database.column(EVERYTHING);

        assertThat(database.withDemo("lectures").migrate()).isZero();

        assertThat(Catalog.of(database)).isEqualTo(catalog);
        assertThat(database.column(EVERYTHING)).isEqualTo(rows);
    }

    @Test
    void leavesADatabaseFullOfOtherThingsAlone() {
        database.run("CREATE TABLE public.flyway_schema_history (installed_rank integer, version text);"
                + "CREATE TABLE public.users (id bigint PRIMARY KEY, gap text);"
                + "CREATE VIEW public.installed AS SELECT * FROM public.users;"
                + "CREATE FUNCTION public.sha256(text) RETURNS text LANGUAGE sql AS 'SELECT $1';"
                + "CREATE SCHEMA shop; CREATE TABLE shop.lectures (id integer);"
                + "CREATE TABLE shop.ai_response_cache (cache_key text); CREATE INDEX idx_ai_cache_key ON shop.ai_response_cache (cache_key);"
                + "CREATE TYPE public.heartbeat AS ENUM ('beat');"
                + Database.LECTURES);
        List<String> before = Catalog.of(database);

        database.migrations("lectures").migrate();

        assertThat(Catalog.of(database)).containsAll(before);
    }

    @Test
    void worksWhereTheSearchPathLeadsElsewhere() {
        database.run(Database.LECTURES);
        database.run("CREATE SCHEMA elsewhere; ALTER DATABASE " + database.name() + " SET search_path = elsewhere");

        database.migrations("lectures").migrate();

        assertThat(database.column("SELECT relname FROM pg_class WHERE relnamespace = 'elsewhere'::regnamespace"))
                .isEmpty();
    }

    @Test
    void coreAloneNeedsNothing() {
        database.migrations().migrate();

        assertThat(database.column(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'freshet'::regnamespace AND relkind = 'r'"))
                .containsExactlyInAnyOrder(
                        "schema_history",
                        "installed",
                        "heartbeat",
                        "consumer_position",
                        "daily_operation",
                        "daily_invalidation",
                        "refused_record",
                        "operation",
                        "price",
                        "entry",
                        "invalidation_log",
                        "capture_state",
                        "gap",
                        "granted");
    }

    @Test
    void aPackMayBeSwitchedOnAndOffLater() {
        database.run(Database.LECTURES);
        database.migrations().migrate();
        database.migrations("lectures").migrate();
        database.withDemo("lectures").migrate();

        database.migrations().migrate();

        assertThat(database.value("SELECT count(*) FROM public.ai_response_cache"))
                .isEqualTo("0");
    }

    @Test
    void refusesToStartWithoutLectures() {
        remedy("table public.lectures is missing", () -> database.migrations("lectures")
                        .migrate())
                .contains("create public.lectures(id uuid primary key");
        assertThat(database.value("SELECT to_regclass('public.ai_response_cache')"))
                .isEqualTo("null");

        database.run(Database.LECTURES);
        database.migrations("lectures").migrate();
        assertThat(database.value("SELECT to_regclass('public.ai_response_cache')"))
                .isEqualTo("ai_response_cache");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE VIEW public.lectures AS SELECT 1 AS id | is not a table | name the table",
                "CREATE TABLE public.lectures (id bigint PRIMARY KEY, title text, content text) | no column id of type uuid | ADD COLUMN id uuid",
                "CREATE TABLE public.lectures (id uuid, title text, content text) | id is not unique | ADD PRIMARY KEY (id)",
                "CREATE TABLE public.lectures (id uuid PRIMARY KEY, content text) | no column title | ADD COLUMN title text",
                "CREATE TABLE public.lectures (id uuid PRIMARY KEY, title text) | no column content | ADD COLUMN content text",
            })
    void refusesLecturesThatCannotBeHashed(String lectures, String cause, String remedy) {
        database.run(lectures);

        remedy(cause, () -> database.migrations("lectures").migrate()).contains(remedy);
    }

    @Test
    void refusesAPackThatIsNot() {
        remedy("there is no pack 'letcures'", () -> database.migrations("letcures"))
                .contains("freshet.packs");
        remedy("there is no pack '../core'", () -> database.migrations("../core"))
                .contains("freshet.packs");
    }

    @Test
    void refusesASchemaFreshetOfOthers() {
        database.run("CREATE SCHEMA freshet; CREATE TABLE freshet.theirs (n integer)");

        remedy("schema freshet holds objects that Freshet did not make", () -> database.migrations()
                        .migrate())
                .contains("RENAME");
    }

    @Test
    void refusesADatabaseOfAnotherBuild() {
        database.migrations().migrate();
        database.run("UPDATE freshet.schema_history SET checksum = 1 WHERE version = '1.1'");

        remedy("migrated by another build of Freshet", () -> database.migrations()
                        .migrate())
                .contains("roll it back first");
        database.migrations().rollback();
        assertThat(database.migrations().migrate()).isPositive();
    }

    @Test
    void aLectureWithoutIdIsNobodysSource() {
        database.run("CREATE TABLE public.lectures (id uuid UNIQUE, title text, content text);"
                + "INSERT INTO public.lectures (title) VALUES ('a draft')");
        database.migrations("lectures").migrate();

        database.run(
                "UPDATE public.lectures SET title = 'another'; INSERT INTO public.lectures (title) VALUES ('more')");

        assertThat(database.rows("SELECT * FROM public.lecture_content_hashes")).isEmpty();
    }

    @Test
    void takesOtherTypesOfTitleAndContent() {
        database.run("CREATE TABLE public.lectures (id uuid PRIMARY KEY, title varchar(80), content json)");
        database.migrations("lectures").migrate();

        database.run("INSERT INTO public.lectures VALUES (gen_random_uuid(), 't', '{\"a\": 1}')");
        database.run("UPDATE public.lectures SET content = '{\"a\": 2}'");

        assertThat(database.value("SELECT content_hash = freshet.lecture_hash('t', '{\"a\": 2}')"
                        + " FROM public.lecture_content_hashes"))
                .isEqualTo("t");
    }

    @Test
    void followsPartitionedLectures() {
        database.run(
                "CREATE TABLE public.lectures (id uuid PRIMARY KEY, title text, content text) PARTITION BY HASH (id);"
                        + "CREATE TABLE public.lectures_0 PARTITION OF public.lectures FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
                        + "CREATE TABLE public.lectures_1 PARTITION OF public.lectures FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
                        + "INSERT INTO public.lectures SELECT gen_random_uuid(), 't', n::text FROM generate_series(1, 8) AS n");
        database.migrations("lectures").migrate();

        database.run("SET LOCAL session_replication_role = replica; UPDATE public.lectures SET title = 'u'");

        assertThat(database.value("SELECT bool_and(h.content_hash = freshet.lecture_hash(title, content))"
                        + " FROM public.lectures JOIN public.lecture_content_hashes h ON lecture_id = id"))
                .isEqualTo("t");
    }

    @Test
    void theDemoMakesACourseWithCurrentAnswers() {
        database.withDemo("lectures").migrate();

        assertThat(database.rows("SELECT title FROM public.lectures ORDER BY position"))
                .hasSize(6);
        assertThat(database.column("SELECT content_hash = freshet.current_content_hash(lecture_ids)"
                        + " FROM public.ai_response_cache"))
                .hasSize(8)
                .containsOnly("t");
        assertThat(database.value("SELECT count(*) FROM public.ai_response_cache WHERE cardinality(lecture_ids) = 2"))
                .isEqualTo("2");
    }

    @Test
    void theDemosAnswersHaveTheKeysThatAnApplicationComputes() {
        database.withDemo("lectures").migrate();

        for (List<String> answer : database.rows("SELECT operation_type, array_to_string(lecture_ids, ','),"
                // no spaces: RFC 8785, for keys in order and values without blanks
                + " replace(params::text, ' ', ''), cache_key FROM public.ai_response_cache")) {
            assertThat(answer.get(3))
                    .isEqualTo(HashesIT.cacheKey(
                            answer.get(0), List.of(answer.get(1).split(",")), answer.get(2)));
        }
    }

    @Test
    void theDemoLeavesLecturesOfTheApplicationAlone() {
        database.run(Database.LECTURES);
        database.run("INSERT INTO public.lectures VALUES (gen_random_uuid(), 'Mine', 'Mine')");

        database.withDemo("lectures").migrate();

        assertThat(database.column("SELECT title FROM public.lectures")).containsExactly("Mine");
        assertThat(database.value("SELECT to_regclass('public.courses')")).isEqualTo("null");
        assertThat(database.rows("SELECT * FROM public.ai_response_cache")).isEmpty();
    }

    @Test
    void theDemoDoesNotMixWithCoursesOfTheApplication() {
        database.run("CREATE TABLE public.courses (id integer)");

        remedy("public.courses exists but public.lectures does not", () -> database.withDemo("lectures")
                        .migrate())
                .contains("switch the demo off");
    }

    @Test
    void anOwnerWhoIsNoSuperuserMayMigrate() {
        Database owned = ownedBy("schemas_owner", "CREATEROLE");
        owned.run(Database.LECTURES);
        owned.run("INSERT INTO public.lectures VALUES (gen_random_uuid(), 't', 'c')");

        owned.migrations("lectures").migrate();
        owned.run("UPDATE public.lectures SET title = 'u'");

        assertThat(hashIsTrue()).isEqualTo("t");
        owned.migrations().rollback();
    }

    @Test
    void policiesThatComeLaterDoNotHideALectureFromItsHash() {
        Database owned = ownedBy("schemas_owner", "CREATEROLE");
        owned.run(Database.LECTURES);
        owned.run("INSERT INTO public.lectures VALUES (gen_random_uuid(), 't', 'c')");
        owned.migrations("lectures").migrate();
        database.run(
                "ALTER TABLE public.lectures ENABLE ROW LEVEL SECURITY; ALTER TABLE public.lectures FORCE ROW LEVEL SECURITY");
        assertThat(owned.rows("SELECT * FROM public.lectures")).isEmpty();

        database.run("UPDATE public.lectures SET title = 'u'");

        assertThat(hashIsTrue()).isEqualTo("t");
    }

    @Test
    void refusesLecturesHiddenByPolicies() {
        Database owned = ownedBy("schemas_owner", "CREATEROLE");
        owned.run(
                Database.LECTURES
                        + "; ALTER TABLE public.lectures ENABLE ROW LEVEL SECURITY; ALTER TABLE public.lectures FORCE ROW LEVEL SECURITY");

        remedy("row-level security hides rows of public.lectures from schemas_owner", () -> owned.migrations("lectures")
                        .migrate())
                .contains("BYPASSRLS");
    }

    @Test
    void refusesAUserWithoutThePrivilegeAndNamesIt() {
        database.run(Database.LECTURES);
        database.run("DROP ROLE IF EXISTS schemas_guest; CREATE ROLE schemas_guest LOGIN PASSWORD 'guest'");

        remedy("permission denied for database " + database.name(), () -> database.as("schemas_guest", "guest")
                        .migrations("lectures")
                        .migrate())
                .contains("create schemas");
    }

    @Test
    void whatIsNoRefusalStaysWhatItIs() {
        Database gone = new Database("gone", database.as("nobody", "nothing").source());

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> gone.migrations().migrate())
                .isNotInstanceOf(Refusal.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> gone.migrations().rollback())
                .withMessageStartingWith("the rollback failed: ");
    }

    private Database ownedBy(String role, String attributes) {
        database.run("DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role + "') THEN CREATE ROLE "
                + role
                + " LOGIN PASSWORD 'owner' " + attributes + "; END IF; END$$;"
                + "ALTER DATABASE " + database.name() + " OWNER TO " + role);
        return database.as(role, "owner");
    }

    private String hashIsTrue() {
        return database.value("SELECT h.content_hash = freshet.lecture_hash(title, content)"
                + " FROM public.lectures JOIN public.lecture_content_hashes h ON lecture_id = id");
    }

    private static AbstractStringAssert<?> remedy(String cause, ThrowingCallable call) {
        Refusal refusal = assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .withMessageContaining(cause)
                .actual();
        return assertThat(refusal.remedy());
    }
}
