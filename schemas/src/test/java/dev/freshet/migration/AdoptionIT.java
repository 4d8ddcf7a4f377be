package dev.freshet.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.embedded.TestServers;
import dev.freshet.migration.accounts.Account;
import dev.freshet.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases with lectures, caches and functions of their own: what Freshet adds, refuses and takes back. */
class AdoptionIT {

    private static final String SPRINGS = "1e000000-0000-4000-8000-000000000001";
    private static final String FLOODS = "1e000000-0000-4000-8000-000000000002";

    private static final String ROWS =
            """
            SELECT c.relname || query_to_xml(format('SELECT * FROM %s t ORDER BY t', c.oid::regclass), true, false, '')
            FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1
            """;

    private Database database;

    @BeforeEach
    void create() {
        database = Database.create();
        database.run("DROP ROLE IF EXISTS authenticated, service_role, schemas_reader");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "own-lectures", "own-lectures own-caches", "own-lectures half-caches"})
    void comesAndGoesWithoutATrace(String scripts) {
        prepare(scripts);
        List<String> before = snapshot();

        assertThat(database.withDemo("lectures").migrate()).isPositive();
        List<String> migrated = snapshot();
        assertThat(database.withDemo("lectures").migrate()).isZero();
        assertThat(snapshot()).isEqualTo(migrated).isNotEqualTo(before);

        database.withDemo("lectures").rollback();
        assertThat(snapshot()).isEqualTo(before);
        database.withDemo("lectures").rollback();
        assertThat(snapshot()).isEqualTo(before);

        database.withDemo("lectures").migrate();
        database.withDemo("lectures").rollback();
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void addsNothingToCoursesAndOneTriggerToLectures() {
        prepare("own-lectures");
        List<String> before = Catalog.of(database);

        database.migrations("lectures").migrate();

        List<String> changed = new ArrayList<>(Catalog.of(database));
        assertThat(changed).containsAll(before);
        changed.removeAll(before);
        assertThat(changed)
                .filteredOn(line -> line.matches(
                        ".*\\b(courses|lectures|authors|enrolments|table_of_contents|count_revision)\\b.*"))
                .filteredOn(line -> !line.startsWith("function freshet") && !line.startsWith("comment "))
                .allMatch(line -> line.contains("TRIGGER freshet_keep_lecture_hash")
                        || line.contains("FOREIGN KEY (lecture_id) REFERENCES")
                        || line.contains("FUNCTION freshet."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"own-lectures own-caches", "own-lectures half-caches"})
    void givesAdoptedTablesAllThatTheyLack(String scripts) {
        prepare(scripts);

        database.migrations("lectures").migrate();

        assertThat(database.column("SELECT format('%s.%s %s', table_name, column_name, data_type)"
                        + " FROM information_schema.columns WHERE table_schema = 'public' AND table_name IN"
                        + " ('ai_response_cache', 'lecture_content_hashes', 'ai_cache_stats')"))
                .contains(
                        "ai_response_cache.id uuid",
                        "ai_response_cache.cache_key text",
                        "ai_response_cache.operation_type text",
                        "ai_response_cache.lecture_ids ARRAY",
                        "ai_response_cache.params jsonb",
                        "ai_response_cache.content_hash text",
                        "ai_response_cache.response_data jsonb",
                        "ai_response_cache.tokens_used integer",
                        "ai_response_cache.content_size integer",
                        "ai_response_cache.hit_count integer",
                        "ai_response_cache.created_at timestamp with time zone",
                        "ai_response_cache.last_accessed_at timestamp with time zone",
                        "lecture_content_hashes.lecture_id uuid",
                        "lecture_content_hashes.content_hash text",
                        "lecture_content_hashes.updated_at timestamp with time zone",
                        "ai_cache_stats.id uuid",
                        "ai_cache_stats.date date",
                        "ai_cache_stats.total_requests bigint",
                        "ai_cache_stats.cache_hits bigint",
                        "ai_cache_stats.cache_misses bigint",
                        "ai_cache_stats.tokens_saved bigint",
                        "ai_cache_stats.updated_at timestamp with time zone");
        assertThat(database.column("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"))
                .contains(
                        "idx_ai_cache_key",
                        "idx_ai_cache_lecture_ids",
                        "idx_ai_cache_operation_type",
                        "idx_ai_cache_content_hash",
                        "idx_ai_cache_created_at",
                        "idx_ai_cache_stats_date");
        assertThat(database.column("SELECT concat_ws(' ', relreplident, relrowsecurity) FROM pg_class WHERE relname IN"
                        + " ('ai_response_cache', 'lecture_content_hashes') ORDER BY relname"))
                .containsExactly("i t", "f f");
        assertThat(database.column("SELECT policyname FROM pg_policies"))
                .contains("ai_response_cache_read", "ai_response_cache_service");
        assertThat(database.column("SELECT relname FROM pg_class WHERE relnamespace = 'freshet'::regnamespace"))
                .doesNotContain("ai_response_cache", "lecture_content_hashes", "ai_cache_stats");
    }

    @ParameterizedTest
    @ValueSource(strings = {"own-lectures own-caches", "own-lectures half-caches"})
    void worksOnAdoptedTablesAsOnOurs(String scripts) {
        prepare(scripts);
        database.migrations("lectures").migrate();

        database.run(
                "INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data)"
                        + " SELECT 'new', 'quiz', ids, freshet.current_content_hash(ids), '{}' FROM (SELECT ARRAY['"
                        + SPRINGS
                        + "'::uuid] AS ids) AS a");
        String current = "SELECT content_hash = freshet.current_content_hash(lecture_ids)"
                + " FROM public.ai_response_cache WHERE cache_key = 'new'";
        assertThat(database.value(current)).isEqualTo("t");

        database.run("ALTER TABLE public.lecture_content_hashes DISABLE TRIGGER USER;"
                + "UPDATE public.lectures SET content = 'Changed' WHERE id = '" + SPRINGS + "'");
        assertThat(database.value(current)).isEqualTo("f");
        assertThat(hashesAreTrue()).isEqualTo("t");

        database.run("INSERT INTO public.lectures (course_id, title, content, position) VALUES (1, 'New', 'New', 9);"
                + "DELETE FROM public.lectures WHERE id = '" + FLOODS + "'");
        assertThat(hashesAreTrue()).isEqualTo("t");
        assertThat(database.value("SELECT count(*) FROM public.lecture_content_hashes"))
                .isEqualTo("2");

        database.run("SELECT increment_cache_stats('2020-01-01', true, 5)");
        assertThat(database.value("SELECT total_requests FROM public.ai_cache_stats WHERE date = '2020-01-01'"))
                .isIn("8", "11");
        assertThat(database.rows("SELECT * FROM get_cache_stats('2020-01-01', '2020-01-01')"))
                .hasSize(1);
    }

    @Test
    void bringsHashesOfAnotherSchemeToOursWithoutWakingTriggers() {
        prepare("own-lectures own-caches");
        String triggers =
                "SELECT tgname, tgenabled FROM pg_trigger WHERE tgname IN ('lecture_hash_changed', 'touch') ORDER BY 1";
        List<List<String>> asBefore = database.rows(triggers);

        database.migrations("lectures").migrate();

        assertThat(hashesAreTrue()).isEqualTo("t");
        assertThat(database.column("SELECT cache_key FROM public.ai_response_cache"))
                .containsExactly("k");
        assertThat(database.rows(triggers))
                .isEqualTo(asBefore)
                .containsExactly(List.of("lecture_hash_changed", "A"), List.of("touch", "R"));

        database.run("UPDATE public.lectures SET content = 'Changed' WHERE id = '" + SPRINGS + "'");
        assertThat(database.rows("SELECT * FROM public.ai_response_cache")).isEmpty();
    }

    @Test
    void putsBackOnlyHashesOfLecturesThatStayedAsTheyWere() {
        prepare("own-lectures own-caches");
        database.run("INSERT INTO public.lecture_content_hashes VALUES ('" + FLOODS + "', 'also of another scheme')");
        database.migrations("lectures").migrate();
        database.run("UPDATE public.lectures SET content = 'Changed' WHERE id = '" + FLOODS + "';"
                + "INSERT INTO public.lectures (course_id, title, position) VALUES (1, 'New', 9)");

        database.migrations("lectures").rollback();

        assertThat(database.rows("SELECT lecture_id, content_hash LIKE '%of another scheme'"
                        + " FROM public.lecture_content_hashes ORDER BY 1"))
                .containsExactly(List.of(SPRINGS, "t"), List.of(FLOODS, "f"));
    }

    @Test
    void leavesHashesAloneThatTheApplicationHasWrittenSince() {
        prepare("own-lectures own-caches");
        database.migrations("lectures").migrate();
        database.run("UPDATE public.lecture_content_hashes SET content_hash = 'theirs ' || lecture_id");
        List<String> before = database.column("SELECT content_hash FROM public.lecture_content_hashes");

        database.migrations("lectures").rollback();

        assertThat(database.column("SELECT content_hash FROM public.lecture_content_hashes"))
                .isEqualTo(before);
    }

    @Test
    void whoCouldUseATableGoesOnWhenRowLevelSecurityComesOn() {
        prepare("own-lectures half-caches");
        database.run("REVOKE ALL ON public.ai_response_cache FROM PUBLIC; CREATE ROLE schemas_reader;"
                + "GRANT SELECT (cache_key, note), UPDATE (note) ON public.ai_response_cache TO schemas_reader");
        List<String> before = snapshot();

        database.migrations("lectures").migrate();

        assertThat(database.rows("SET LOCAL ROLE schemas_reader;"
                        + " UPDATE public.ai_response_cache SET note = 'seen' RETURNING cache_key, note"))
                .hasSize(2);
        database.run("UPDATE public.ai_response_cache SET note = CASE cache_key WHEN 'a' THEN 'first' END");
        database.migrations("lectures").rollback();
        assertThat(snapshot()).isEqualTo(before);
        database.run("DROP OWNED BY schemas_reader; DROP ROLE schemas_reader");
    }

    @Test
    void letsNobodyInWhoCouldNotReadBefore() {
        database.run("CREATE ROLE authenticated; CREATE ROLE service_role");
        prepare("own-lectures own-caches");
        database.run("GRANT SELECT ON public.ai_response_cache TO authenticated");
        List<String> before = Catalog.of(database);

        database.migrations("lectures").migrate();

        assertThat(database.rows("SET LOCAL ROLE authenticated; SELECT * FROM public.ai_response_cache"))
                .isEmpty();
        assertThat(database.value("SELECT has_table_privilege('service_role', 'public.ai_response_cache', 'SELECT')"))
                .isEqualTo("f");
        database.migrations("lectures").rollback();
        assertThat(Catalog.of(database)).isEqualTo(before);
        database.run("DROP OWNED BY authenticated; DROP ROLE authenticated, service_role");
    }

    @Test
    void aMemberOfTheApplicationsRoleMayMigrateAndTakeBack() {
        Database application = user("schemas_app", "INHERIT");
        Database migrating = user("schemas_migrate", "CREATEROLE");
        database.run(
                "GRANT schemas_app TO schemas_migrate; GRANT CREATE ON SCHEMA public TO schemas_app, schemas_migrate;"
                        + "GRANT CREATE ON DATABASE " + database.name() + " TO schemas_migrate");
        application.run(script("own-lectures") + script("own-caches"));
        List<String> before = Catalog.of(database);

        migrating.migrations("lectures").migrate();

        application.run("UPDATE public.lectures SET content = 'Mine' WHERE id = '" + SPRINGS + "';"
                + "INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data)"
                + " SELECT 'mine', 'quiz', ids, freshet.current_content_hash(ids), '{}' FROM (SELECT ARRAY['" + SPRINGS
                + "'::uuid] AS ids) AS a");
        assertThat(hashesAreTrue()).isEqualTo("t");
        migrating.migrations("lectures").rollback();
        migrating.migrations("lectures").rollback();
        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void keepsHashesAlsoWhenTheMigratingRoleNoLongerActsForTheirOwner() {
        prepare("own-lectures own-caches");
        database.run("ALTER TABLE public.lecture_content_hashes ENABLE ROW LEVEL SECURITY;"
                + "DROP TRIGGER lecture_hash_changed ON public.lecture_content_hashes");
        List<String> before = Catalog.of(database);
        try (Cast cast = Cast.of(database)) {
            cast.migrate(Cast.LECTURES, false);
            database.run(
                    "ALTER TABLE public.lecture_content_hashes ENABLE ALWAYS TRIGGER invalidate_cache_on_lecture_change");
            assertThat(database.value("SELECT pg_has_role('" + cast.user(Account.MIGRATE) + "', '"
                            + TestServers.shared().user() + "', 'USAGE')"))
                    .isEqualTo("f");

            database.run("UPDATE public.lectures SET content = 'Changed' WHERE id = '" + SPRINGS + "';"
                    + "INSERT INTO public.lectures (course_id, title, position) VALUES (1, 'New', 9);"
                    + "DELETE FROM public.lectures WHERE id = '" + FLOODS + "'");

            assertThat(hashesAreTrue()).isEqualTo("t");
            assertThat(database.rows("SELECT * FROM public.ai_response_cache")).isEmpty();
            cast.rollback();
        }
        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    private record Obstacle(String made, String cause) {}

    @Test
    void refusesOtherColumnsAndNamesAndSaysAllStatementsThatMendIt() {
        refusesAndMends(
                new Obstacle(
                        "ALTER TABLE public.ai_response_cache ALTER tokens_used DROP DEFAULT, ALTER tokens_used TYPE text, ALTER tokens_used SET DEFAULT '0'",
                        "column public.ai_response_cache.tokens_used is of type text, not integer"),
                new Obstacle(
                        "ALTER TABLE public.ai_response_cache ALTER cache_key TYPE varchar(64)",
                        "column public.ai_response_cache.cache_key is of type character varying(64), not text"),
                new Obstacle(
                        "ALTER TABLE public.ai_response_cache ALTER lecture_ids TYPE text[]",
                        "column public.ai_response_cache.lecture_ids is of type text[], not uuid[]"),
                new Obstacle(
                        "ALTER TABLE public.ai_response_cache ALTER params DROP DEFAULT, ALTER params TYPE integer USING 1",
                        "column public.ai_response_cache.params is of type integer, not jsonb"),
                new Obstacle(
                        "ALTER TABLE public.ai_cache_stats ALTER tokens_saved TYPE integer",
                        "column public.ai_cache_stats.tokens_saved is of type integer, not bigint"),
                new Obstacle(
                        "ALTER TABLE public.ai_cache_stats DROP cache_misses,"
                                + " ADD cache_misses bigint GENERATED ALWAYS AS (total_requests - cache_hits) STORED",
                        "column public.ai_cache_stats.cache_misses is generated"),
                new Obstacle(
                        "ALTER TABLE public.lecture_content_hashes ADD length integer;"
                                + "UPDATE public.lecture_content_hashes SET length = 1;"
                                + "ALTER TABLE public.lecture_content_hashes ALTER length SET NOT NULL",
                        "column public.lecture_content_hashes.length has to be filled and has no default"),
                new Obstacle("ALTER TABLE public.ai_cache_stats SET UNLOGGED", "public.ai_cache_stats is UNLOGGED"),
                new Obstacle(
                        "CREATE PUBLICATION theirs FOR TABLE public.ai_response_cache (id, response_data), public.lectures",
                        "publication theirs names columns or rows of public.ai_response_cache"),
                new Obstacle(
                        "DROP INDEX idx_ai_cache_key; CREATE INDEX idx_ai_cache_key ON public.ai_response_cache (cache_key)",
                        "public.idx_ai_cache_key exists already and is not unique btree (cache_key) on public.ai_response_cache"),
                new Obstacle(
                        "CREATE INDEX idx_ai_cache_content_hash ON public.lecture_content_hashes (content_hash)",
                        "public.idx_ai_cache_content_hash exists already"),
                new Obstacle(
                        "CREATE TABLE public.idx_ai_cache_operation_type (n integer)",
                        "public.idx_ai_cache_operation_type exists already"),
                new Obstacle(
                        "DROP FUNCTION public.get_cache_stats; CREATE FUNCTION public.get_cache_stats(date, date)"
                                + " RETURNS json LANGUAGE sql AS 'SELECT NULL::json'",
                        "public.get_cache_stats(date,date) exists already and returns json, not TABLE("),
                new Obstacle(
                        "CREATE FUNCTION public.get_cache_stats(days integer DEFAULT 7)"
                                + " RETURNS json LANGUAGE sql AS 'SELECT NULL::json'",
                        "public.get_cache_stats(integer) exists already and calls of it could mean ours,"
                                + " public.get_cache_stats(date,date)"),
                new Obstacle(
                        "DROP FUNCTION public.increment_cache_stats;"
                                + "CREATE PROCEDURE public.increment_cache_stats(date, boolean, integer) LANGUAGE sql AS ''",
                        "public.increment_cache_stats(date,boolean,integer) exists already and returns nothing, not void"));
    }

    @Test
    void refusesRowsThatOurKeysWouldNotAllowAndSaysAllStatementsThatMendIt() {
        refusesAndMends(
                new Obstacle(
                        "ALTER TABLE public.ai_response_cache DROP CONSTRAINT ai_response_cache_cache_key_key;"
                                + "DROP INDEX idx_ai_cache_key;"
                                + "ALTER TABLE public.ai_response_cache ALTER cache_key DROP NOT NULL;"
                                + "INSERT INTO public.ai_response_cache (operation_type, lecture_ids, content_hash, response_data)"
                                + " VALUES ('quiz', '{}', 'x', '{}')",
                        "public.ai_response_cache has rows without cache_key"),
                new Obstacle(
                        "INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data)"
                                + " VALUES ('twin', 'quiz', '{}', 'x', '{}'), ('twin', 'quiz', '{}', 'y', '{}')",
                        "public.ai_response_cache has several rows with the same cache_key"),
                new Obstacle(
                        "CREATE UNIQUE INDEX idx_ai_cache_key ON public.ai_response_cache (cache_key) WHERE hit_count > 9",
                        "public.idx_ai_cache_key exists already"),
                new Obstacle(
                        "ALTER TABLE public.ai_cache_stats DROP CONSTRAINT idx_ai_cache_stats_date;"
                                + "INSERT INTO public.ai_cache_stats (date) VALUES ('2020-01-01')",
                        "public.ai_cache_stats has several rows with the same date"),
                new Obstacle(
                        "ALTER TABLE public.ai_response_cache DROP CONSTRAINT ai_response_cache_pkey, ALTER id DROP NOT NULL;"
                                + "UPDATE public.ai_response_cache SET id = NULL",
                        "public.ai_response_cache has rows without id"),
                new Obstacle(
                        "ALTER TABLE public.lecture_content_hashes DROP CONSTRAINT lecture_content_hashes_lecture_id_fkey;"
                                + "INSERT INTO public.lecture_content_hashes VALUES (gen_random_uuid(), 'x')",
                        "hashes of lectures that are gone"),
                new Obstacle(
                        "UPDATE public.lecture_content_hashes SET content_hash = md5(content_hash);"
                                + "ALTER TABLE public.lecture_content_hashes ADD CONSTRAINT md5"
                                + " CHECK (length(content_hash) = 32 AND updated_at > '2000-01-01')",
                        "constraint md5 on public.lecture_content_hashes refuses our hashes"));
    }

    @Test
    void refusesWhatIsNoTableOfOursAndSaysWhereToMoveIt() {
        refusesAndMends(
                new Obstacle(
                        "ALTER TABLE public.ai_response_cache DROP cache_key",
                        "public.ai_response_cache exists already and has no column cache_key"),
                new Obstacle(
                        "ALTER TABLE public.ai_cache_stats RENAME TO figures;"
                                + "CREATE VIEW public.ai_cache_stats AS SELECT * FROM public.figures;"
                                + "ALTER INDEX public.idx_ai_cache_stats_date RENAME TO by_date;"
                                + "ALTER INDEX public.ai_cache_stats_pkey RENAME TO by_id; DROP FUNCTION public.get_cache_stats",
                        "public.ai_cache_stats exists already and is not an ordinary table"),
                new Obstacle(
                        "ALTER TABLE public.lecture_content_hashes DROP CONSTRAINT lecture_content_hashes_lecture_id_fkey,"
                                + " ADD CONSTRAINT keeper FOREIGN KEY (lecture_id) REFERENCES public.lectures",
                        "keeper on public.lecture_content_hashes keeps a lecture that has a hash from being deleted"));
    }

    @Test
    void refusesNamesThatARenamedTableHasKept() {
        refusesAndMends(new Obstacle(
                "ALTER TABLE public.ai_cache_stats RENAME TO figures",
                "public.ai_cache_stats_pkey exists already and is not unique btree (id) on public.ai_cache_stats"));
    }

    private void refusesAndMends(Obstacle... obstacles) {
        prepare("own-lectures own-caches");
        for (Obstacle obstacle : obstacles) {
            database.run(obstacle.made());
        }
        List<String> before = snapshot();

        Refusal refusal = assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> database.migrations("lectures").migrate())
                .actual();

        assertThat(refusal.getMessage())
                .contains(Arrays.stream(obstacles).map(Obstacle::cause).toList());
        assertThat(snapshot()).containsAll(before);
        assertThat(database.value("SELECT to_regclass('freshet.installed')")).isEqualTo("null");
        database.run(refusal.remedy());
        database.migrations("lectures").migrate();
        assertThat(hashesAreTrue()).isEqualTo("t");
    }

    @Test
    void refusesTablesOfOthersAndSaysWhoseMemberToBecome() {
        prepare("own-lectures own-caches");
        Database migrating = user("schemas_migrate", "CREATEROLE");
        database.run(
                "DROP ROLE IF EXISTS schemas_other; CREATE ROLE schemas_other; GRANT CREATE ON SCHEMA public TO schemas_other;"
                        + "ALTER TABLE public.ai_cache_stats OWNER TO schemas_other;"
                        + "ALTER TABLE public.lectures OWNER TO schemas_other;"
                        + "GRANT CREATE ON DATABASE " + database.name() + " TO schemas_migrate");

        assertThat(remedyFor(
                        "public.lectures belongs to schemas_other, of whom schemas_migrate is no member", migrating))
                .isEqualTo("GRANT schemas_other TO schemas_migrate;");
        database.run("GRANT schemas_other TO schemas_migrate");
        String owner = TestServers.shared().user();
        String remedy = remedyFor(
                "public.ai_response_cache belongs to " + owner + ", of whom schemas_migrate is no member", migrating);
        assertThat(remedy)
                .contains("ALTER TABLE public.ai_response_cache OWNER TO schemas_migrate; -- or migrate as " + owner)
                .contains("ALTER TABLE public.lecture_content_hashes OWNER TO schemas_migrate")
                .doesNotContain("ai_cache_stats");
        database.run(remedy);
        migrating.migrations("lectures").migrate();
        database.run("DROP OWNED BY schemas_other CASCADE; DROP ROLE schemas_other");
    }

    @Test
    void refusesACacheWhoseRowsAreHiddenFromUs() {
        Database application = user("schemas_app", "CREATEROLE");
        database.run("ALTER DATABASE " + database.name() + " OWNER TO schemas_app");
        application.run(script("own-lectures") + script("own-caches")
                + "ALTER TABLE public.ai_response_cache FORCE ROW LEVEL SECURITY");

        Refusal refusal = assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> application.migrations("lectures").migrate())
                .withMessage("row-level security hides rows of public.ai_response_cache even from its owner")
                .actual();

        application.run(refusal.remedy());
        application.migrations("lectures").migrate();
    }

    @Test
    void theDemoPutsNoSamplesIntoACacheOfTheApplication() {
        database.run("CREATE TABLE public.ai_response_cache (cache_key text PRIMARY KEY)");

        database.withDemo("lectures").migrate();

        assertThat(database.rows("SELECT * FROM public.ai_response_cache")).isEmpty();
        assertThat(database.rows("SELECT * FROM public.lectures")).hasSize(6);
    }

    @Test
    void theDemosTablesAskForNoMoreThanTitleAndContent() {
        database.withDemo("lectures").migrate();

        database.run("INSERT INTO public.courses (title) VALUES ('Seas');"
                + "INSERT INTO public.lectures (id, title, content) VALUES (gen_random_uuid(), 'Tides', 'The moon.');"
                + "INSERT INTO public.lectures (course_id, title, content)"
                + " SELECT id, 'Waves', 'The wind.' FROM public.courses WHERE title = 'Seas'");

        assertThat(hashesAreTrue()).isEqualTo("t");
        assertThat(database.value("SELECT count(*) FROM public.lecture_content_hashes"))
                .isEqualTo("8");
    }

    private static String remedyFor(String cause, Database migrating) {
        return assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> migrating.migrations("lectures").migrate())
                .withMessageContaining(cause)
                .actual()
                .remedy();
    }

    private List<String> snapshot() {
        List<String> everything = new ArrayList<>(Catalog.of(database));
        everything.addAll(database.column(ROWS));
        return everything;
    }

    private void prepare(String scripts) {
        for (String name : scripts.split(" ", -1)) {
            if (!name.isEmpty()) {
                database.run(script(name));
            }
        }
    }

    private Database user(String role, String attributes) {
        database.run("DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role + "') THEN CREATE ROLE "
                + role + "; END IF; END$$; ALTER ROLE " + role + " LOGIN PASSWORD 'secret' " + attributes);
        return database.as(role, "secret");
    }

    private String hashesAreTrue() {
        return database.value(
                "SELECT bool_and(h.content_hash IS NOT DISTINCT FROM freshet.lecture_hash(title::text, content))"
                        + " FROM public.lectures LEFT JOIN public.lecture_content_hashes AS h ON lecture_id = id");
    }

    private static String script(String name) {
        try (InputStream in = Objects.requireNonNull(AdoptionIT.class.getResourceAsStream(name + ".sql"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
