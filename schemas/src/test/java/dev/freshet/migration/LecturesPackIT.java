package dev.freshet.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a deployer runs after installing the lectures pack, and what the pack does on its own. */
class LecturesPackIT {

    private static final String ONE = "1e000000-0000-4000-8000-000000000001";
    private static final String TWO = "1e000000-0000-4000-8000-000000000002";

    private static Database database;
    private static List<List<String>> triggersAsInstalled;

    @BeforeAll
    static void install() {
        database = Database.create();
        database.run(Database.LECTURES);
        database.migrations("lectures").migrate();
        triggersAsInstalled = database.rows("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"
                + " AND tgrelid = 'public.lecture_content_hashes'::regclass ORDER BY tgname");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void startAnew() {
        database.run(
                "DELETE FROM public.lectures; DELETE FROM public.ai_response_cache; DELETE FROM public.ai_cache_stats;"
                        + "INSERT INTO public.lectures (id, title, content) VALUES ('" + ONE + "', 'One', 'First'), ('"
                        + TWO
                        + "', 'Two', NULL)");
    }

    @Test
    void hasTheTablesOfTheDesign() {
        assertThat(columns("ai_response_cache"))
                .containsExactly(
                        "id uuid",
                        "cache_key text",
                        "operation_type text",
                        "lecture_ids uuid[]",
                        "params jsonb",
                        "content_hash text",
                        "response_data jsonb",
                        "tokens_used integer",
                        "content_size integer",
                        "hit_count integer",
                        "created_at timestamp with time zone",
                        "last_accessed_at timestamp with time zone");
        assertThat(columns("lecture_content_hashes"))
                .containsExactly("lecture_id uuid", "content_hash text", "updated_at timestamp with time zone");
        assertThat(columns("ai_cache_stats"))
                .containsExactly(
                        "id uuid",
                        "date date",
                        "total_requests bigint",
                        "cache_hits bigint",
                        "cache_misses bigint",
                        "tokens_saved bigint",
                        "updated_at timestamp with time zone");
    }

    @Test
    void hasTheIndexesOfTheDesign() {
        assertThat(database.column("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
                        + " AND tablename = 'ai_response_cache' ORDER BY indexname"))
                .containsExactly(
                        "ai_response_cache_pkey",
                        "idx_ai_cache_content_hash",
                        "idx_ai_cache_created_at",
                        "idx_ai_cache_key",
                        "idx_ai_cache_lecture_ids",
                        "idx_ai_cache_operation_type");
        assertThat(database.value("SELECT indexdef FROM pg_indexes WHERE indexname = 'idx_ai_cache_lecture_ids'"))
                .contains("USING gin (lecture_ids)");
        assertThat(database.rows("SELECT indisunique, indisreplident FROM pg_index"
                        + " WHERE indexrelid = 'public.idx_ai_cache_key'::regclass"))
                .containsExactly(List.of("t", "t"));
        assertThat(database.value("SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                        + " WHERE conname = 'idx_ai_cache_stats_date'"))
                .isEqualTo("UNIQUE (date)");
    }

    @Test
    void hasTheReplicaIdentitiesOfTheDesign() {
        assertThat(database.rows("SELECT relname, relreplident FROM pg_class WHERE relname IN"
                        + " ('ai_response_cache', 'lecture_content_hashes') ORDER BY relname"))
                .containsExactly(List.of("ai_response_cache", "i"), List.of("lecture_content_hashes", "f"));
    }

    @Test
    void everyFunctionPinsItsSearchPath() {
        assertThat(database.column("SELECT proname FROM pg_proc WHERE pronamespace IN"
                        + " ('public'::regnamespace, 'freshet'::regnamespace)"
                        + " AND proconfig IS DISTINCT FROM ARRAY['search_path=pg_catalog, pg_temp']"))
                .isEmpty();
    }

    @Test
    void takesAnAnswerThatNamesNothingButItsKey() {
        database.run("INSERT INTO public.ai_response_cache (cache_key) VALUES ('bare')");

        assertThat(database.rows("SELECT lecture_ids, hit_count, tokens_used, created_at IS NOT NULL"
                        + " FROM public.ai_response_cache WHERE cache_key = 'bare'"))
                .containsExactly(List.of("{}", "0", "0", "t"));
    }

    @Test
    void givesAnAnswerBackAndStampsItsHits() {
        cache("k", ONE);
        String before = database.value("SELECT last_accessed_at FROM public.ai_response_cache WHERE cache_key = 'k'");

        database.run("UPDATE public.ai_response_cache SET params = '{\"a\":1}' WHERE cache_key = 'k'");
        assertThat(database.value("SELECT last_accessed_at FROM public.ai_response_cache WHERE cache_key = 'k'"))
                .isEqualTo(before);

        database.run("UPDATE public.ai_response_cache SET hit_count = hit_count + 1 WHERE cache_key = 'k'");
        assertThat(database.rows("SELECT response_data ->> 'a', hit_count, last_accessed_at > '" + before + "'"
                        + " FROM public.ai_response_cache WHERE cache_key = 'k'"))
                .containsExactly(List.of("k", "1", "t"));
    }

    @Test
    void keepsAnAccessTimeThatTheHitItselfBrings() {
        cache("k", ONE);

        assertThat(database.value("UPDATE public.ai_response_cache SET hit_count = 7,"
                        + " last_accessed_at = '2026-01-02 03:04:05+00' WHERE cache_key = 'k'"
                        + " RETURNING last_accessed_at AT TIME ZONE 'UTC'"))
                .isEqualTo("2026-01-02 03:04:05");
    }

    @Test
    void refusesASecondAnswerUnderTheSameKey() {
        cache("k", ONE);

        assertThatIllegalStateException().isThrownBy(() -> cache("k", TWO)).withMessageContaining("idx_ai_cache_key");
        database.run(
                "INSERT INTO public.ai_response_cache (cache_key) VALUES ('k') ON CONFLICT (cache_key) DO NOTHING");
    }

    @Test
    void takesAHashByHand() {
        String upsert = "INSERT INTO public.lecture_content_hashes (lecture_id, content_hash) VALUES ('" + ONE
                + "', 'by hand') ON CONFLICT (lecture_id) DO UPDATE SET content_hash = EXCLUDED.content_hash";
        String before =
                database.value("SELECT updated_at FROM public.lecture_content_hashes WHERE lecture_id = '" + ONE + "'");

        database.run(upsert);

        assertThat(database.rows("SELECT content_hash, updated_at > '" + before
                        + "' FROM public.lecture_content_hashes WHERE lecture_id = '" + ONE + "'"))
                .containsExactly(List.of("by hand", "t"));
    }

    @Test
    void countsHitsAndMisses() {
        database.run("SELECT increment_cache_stats(CURRENT_DATE, true, 150)");
        database.run("SELECT increment_cache_stats(CURRENT_DATE, true, 50)");
        database.run("SELECT increment_cache_stats(CURRENT_DATE, true, NULL)");
        database.run("SELECT increment_cache_stats(CURRENT_DATE, false, 999)");

        String row = "SELECT total_requests, cache_hits, cache_misses, hit_rate, tokens_saved FROM ";
        assertThat(database.rows(row + "get_cache_stats()")).containsExactly(List.of("4", "3", "1", "0.75", "200"));
        assertThat(database.rows(row + "get_cache_stats(CURRENT_DATE, CURRENT_DATE)"))
                .containsExactly(List.of("4", "3", "1", "0.75", "200"));
        assertThat(database.rows(row + "get_cache_stats(CURRENT_DATE - 2, CURRENT_DATE - 1)"))
                .isEmpty();
    }

    @Test
    void listsTheLastThirtyDaysInOrderByDefault() {
        database.run("SELECT increment_cache_stats(CURRENT_DATE - n, false, 0) FROM generate_series(0, 40) AS n");

        List<String> days = database.column("SELECT date FROM get_cache_stats()");
        assertThat(days).hasSizeBetween(29, 30).isSorted();
        assertThat(days).last().isEqualTo(database.value("SELECT CURRENT_DATE"));
    }

    @Test
    void showsTodayWhateverTheTimeZone() {
        for (String zone : List.of("Pacific/Kiritimati", "Etc/GMT+12", "UTC")) {
            assertThat(database.rows("SET LOCAL timezone = '" + zone + "'; DELETE FROM public.ai_cache_stats;"
                            + "SELECT increment_cache_stats(CURRENT_DATE, true, 1)"))
                    .hasSize(1);
            assertThat(database.rows("SET LOCAL timezone = '" + zone + "'; SELECT * FROM get_cache_stats()"))
                    .as(zone)
                    .hasSize(1);
        }
    }

    @Test
    void findsRowsByItsIndexes() {
        database.run("INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids)"
                + " SELECT md5(n::text), 'quiz', ARRAY[md5((n % 5000)::text)::uuid] FROM generate_series(1, 20000) AS n;"
                + "INSERT INTO public.ai_cache_stats (date) SELECT DATE '1970-01-01' + n FROM generate_series(1, 20000) AS n;"
                + "ANALYZE public.ai_response_cache; ANALYZE public.ai_cache_stats");

        assertThat(plan("SELECT * FROM public.ai_response_cache WHERE cache_key = md5('77')"))
                .contains("idx_ai_cache_key");
        assertThat(plan("SELECT * FROM public.ai_response_cache WHERE lecture_ids @> ARRAY[md5('77')::uuid]"))
                .contains("idx_ai_cache_lecture_ids");
        assertThat(plan("SELECT * FROM public.ai_response_cache WHERE lecture_ids && ARRAY[md5('77')::uuid]"))
                .contains("idx_ai_cache_lecture_ids");
        assertThat(plan("SELECT * FROM public.ai_cache_stats WHERE date = DATE '2000-01-01'"))
                .contains("idx_ai_cache_stats_date");
        assertThat(
                        plan(
                                "SELECT * FROM public.ai_cache_stats WHERE date BETWEEN DATE '2000-01-01' AND DATE '2000-01-31'"))
                .contains("idx_ai_cache_stats_date");
    }

    @Test
    void letsTheAuthenticatedReadAndNothingElse() {
        cache("k", ONE);

        assertThat(as(
                        "authenticated",
                        "SELECT cache_key, content_hash = freshet.current_content_hash(lecture_ids)"
                                + " FROM public.ai_response_cache"))
                .containsExactly(List.of("k", "t"));
        for (String forbidden : List.of(
                "INSERT INTO public.ai_response_cache (cache_key) VALUES ('x')",
                "UPDATE public.ai_response_cache SET hit_count = 9",
                "DELETE FROM public.ai_response_cache",
                "SELECT * FROM public.lecture_content_hashes",
                "SELECT * FROM freshet.gap")) {
            assertThatIllegalStateException()
                    .as(forbidden)
                    .isThrownBy(() -> as("authenticated", forbidden))
                    .withMessageContaining("permission denied");
        }
    }

    @Test
    void rowLevelSecurityHoldsBeyondTheGrants() {
        cache("k", ONE);
        database.run("DROP ROLE IF EXISTS schemas_stranger; CREATE ROLE schemas_stranger NOLOGIN;"
                + "GRANT ALL ON public.ai_response_cache TO schemas_stranger, authenticated");
        try {
            assertThat(as("schemas_stranger", "SELECT * FROM public.ai_response_cache"))
                    .isEmpty();
            assertThat(as("authenticated", "DELETE FROM public.ai_response_cache RETURNING 1"))
                    .isEmpty();
            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> as("authenticated", "INSERT INTO public.ai_response_cache (cache_key) VALUES ('x')"))
                    .withMessageContaining("row-level security");
        } finally {
            database.run("REVOKE ALL ON public.ai_response_cache FROM schemas_stranger; DROP ROLE schemas_stranger;"
                    + "REVOKE INSERT, UPDATE, DELETE ON public.ai_response_cache FROM authenticated");
        }
    }

    @Test
    void letsTheServiceDoEverything() {
        assertThat(as(
                        "service_role",
                        "INSERT INTO public.ai_response_cache (cache_key) VALUES ('s') RETURNING cache_key"))
                .hasSize(1);
        assertThat(as("service_role", "UPDATE public.ai_response_cache SET hit_count = 1 RETURNING hit_count"))
                .hasSize(1);
        as("service_role", "SELECT increment_cache_stats(CURRENT_DATE, true, 1)");
        assertThat(as("service_role", "SELECT * FROM get_cache_stats()")).hasSize(1);
        assertThat(as("service_role", "DELETE FROM public.ai_response_cache RETURNING 1"))
                .hasSize(1);
    }

    @Test
    void keepsTheHashOfEveryLecture() {
        assertThat(hash(ONE)).isEqualTo(expected("'One', 'First'"));
        assertThat(hash(TWO)).isEqualTo(expected("'Two', NULL"));

        database.run("UPDATE public.lectures SET content = 'Second' WHERE id = '" + ONE + "'");
        assertThat(hash(ONE)).isEqualTo(expected("'One', 'Second'"));

        database.run("UPDATE public.lectures SET title = NULL WHERE id = '" + ONE + "'");
        assertThat(hash(ONE)).isEqualTo(expected("NULL, 'Second'"));
    }

    @Test
    void leavesTheHashRowAloneUnlessTheHashChanges() {
        String row =
                "SELECT xmin, ctid, updated_at FROM public.lecture_content_hashes WHERE lecture_id = '" + ONE + "'";
        List<List<String>> before = database.rows(row);

        database.run("UPDATE public.lectures SET views = views + 1");
        database.run("UPDATE public.lectures SET title = title, content = content, views = 3");

        assertThat(database.rows(row)).isEqualTo(before);
    }

    @Test
    void aDeletedLectureTakesItsHashAlong() {
        database.run("DELETE FROM public.lectures WHERE id = '" + ONE + "'");

        assertThat(database.column("SELECT lecture_id FROM public.lecture_content_hashes"))
                .containsExactly(TWO);
    }

    @Test
    void aLectureKeepsItsHashUnderAnotherId() {
        String before = hash(ONE);
        String other = "1e000000-0000-4000-8000-000000000003";

        database.run("UPDATE public.lectures SET id = '" + other + "' WHERE id = '" + ONE + "'");
        assertThat(hash(other)).isEqualTo(before);

        database.run("UPDATE public.lectures SET id = '" + ONE + "', title = 'Uno' WHERE id = '" + other + "'");
        assertThat(hash(ONE)).isEqualTo(expected("'Uno', 'First'"));
        assertThat(database.column("SELECT lecture_id FROM public.lecture_content_hashes ORDER BY 1"))
                .containsExactly(ONE, TWO);
    }

    @Test
    void keepsHashesTrueWhenOtherTriggersAreOff() {
        String other = "1e000000-0000-4000-8000-000000000003";

        database.run("SET LOCAL session_replication_role = replica;"
                + "UPDATE public.lectures SET content = 'Replicated' WHERE id = '" + ONE + "';"
                + "DELETE FROM public.lectures WHERE id = '" + TWO + "'");
        assertThat(hash(ONE)).isEqualTo(expected("'One', 'Replicated'"));
        assertThat(database.column("SELECT lecture_id FROM public.lecture_content_hashes"))
                .containsExactly(ONE);

        database.run("SET LOCAL session_replication_role = replica;" + "UPDATE public.lectures SET id = '" + other
                + "' WHERE id = '" + ONE + "'");
        assertThat(hash(other)).isEqualTo(expected("'One', 'Replicated'"));
        assertThat(database.column("SELECT lecture_id FROM public.lecture_content_hashes"))
                .containsExactly(other);
    }

    @Test
    void seesWhatTriggersOfTheApplicationMakeOfALecture() {
        database.run(
                "CREATE FUNCTION public.shout() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$BEGIN NEW.title := upper(NEW.title); RETURN NEW; END$$;"
                        + "CREATE FUNCTION public.sign() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$BEGIN UPDATE public.lectures SET content = content || '!' WHERE id = NEW.id; RETURN NULL; END$$;"
                        + "CREATE TRIGGER a_shout BEFORE UPDATE OF views ON public.lectures FOR EACH ROW EXECUTE FUNCTION public.shout();"
                        + "CREATE TRIGGER a_sign AFTER UPDATE OF title ON public.lectures FOR EACH ROW EXECUTE FUNCTION public.sign()");
        try {
            database.run("UPDATE public.lectures SET views = 1 WHERE id = '" + ONE + "'");
            assertThat(hash(ONE)).isEqualTo(expected("'ONE', 'First'"));

            database.run("UPDATE public.lectures SET title = 'Signed' WHERE id = '" + ONE + "'");
            assertThat(hash(ONE)).isEqualTo(expected("'Signed', 'First!'"));
        } finally {
            database.run("DROP FUNCTION public.shout() CASCADE; DROP FUNCTION public.sign() CASCADE");
        }
    }

    @Test
    void isNotLedAstrayByASearchPath() {
        database.run("CREATE SCHEMA trap; CREATE TABLE trap.lectures (id uuid, title text, content text);"
                + "CREATE TABLE trap.lecture_content_hashes (lecture_id uuid, content_hash text);"
                + "CREATE FUNCTION trap.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'");
        try {
            database.run("SET LOCAL search_path = trap, pg_catalog;"
                    + "UPDATE public.lectures SET content = 'Trapped' WHERE id = '" + ONE + "'");
            assertThat(hash(ONE)).isEqualTo(expected("'One', 'Trapped'"));
            assertThat(database.value(
                            "SET LOCAL search_path = trap, pg_catalog; SELECT freshet.lecture_hash('a', 'b')"))
                    .isEqualTo(expected("'a', 'b'"));
        } finally {
            database.run("DROP SCHEMA trap CASCADE");
        }
    }

    @Test
    void theFallbackIsThereButOff() {
        assertThat(triggersAsInstalled)
                .containsExactly(
                        List.of("invalidate_cache_on_lecture_change", "D"),
                        List.of("update_lecture_hash_timestamp", "O"));
        cache("k", ONE);

        database.run("UPDATE public.lectures SET content = 'Changed' WHERE id = '" + ONE + "'");

        assertThat(keys()).containsExactly("k");
    }

    @Test
    void theFallbackRemovesWhatDependsOnALecture() {
        cache("one", ONE);
        cache("two", TWO);
        cache("both", ONE + "," + TWO);
        String fallback = " TRIGGER invalidate_cache_on_lecture_change";
        database.run("ALTER TABLE public.lecture_content_hashes ENABLE ALWAYS" + fallback);
        try {
            database.run("UPDATE public.lectures SET views = 9, content = content");
            assertThat(keys()).containsExactly("both", "one", "two");

            database.run("UPDATE public.lectures SET content = 'Changed' WHERE id = '" + ONE + "'");
            assertThat(keys()).containsExactly("two");

            database.run("DELETE FROM public.lectures WHERE id = '" + TWO + "'");
            assertThat(keys()).isEmpty();
        } finally {
            database.run("ALTER TABLE public.lecture_content_hashes DISABLE" + fallback);
        }
    }

    private static void cache(String key, String lectures) {
        String ids = "'{" + lectures + "}'::uuid[]";
        database.run(
                "INSERT INTO public.ai_response_cache (cache_key, operation_type, lecture_ids, content_hash, response_data)"
                        + " VALUES ('" + key + "', 'quiz', " + ids + ", freshet.current_content_hash(" + ids
                        + "), '{\"a\": \"" + key
                        + "\"}')");
    }

    private static List<String> keys() {
        return database.column("SELECT cache_key FROM public.ai_response_cache ORDER BY 1");
    }

    private static List<List<String>> as(String role, String sql) {
        return database.rows("SET LOCAL ROLE " + role + "; " + sql);
    }

    private static String hash(String lecture) {
        return database.value(
                "SELECT content_hash FROM public.lecture_content_hashes WHERE lecture_id = '" + lecture + "'");
    }

    private static String expected(String titleAndContent) {
        return database.value("SELECT freshet.lecture_hash(" + titleAndContent + ")");
    }

    private static String plan(String sql) {
        return String.join("\n", database.column("EXPLAIN " + sql));
    }

    private static List<String> columns(String table) {
        return database.column("SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = 'public." + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
    }
}
