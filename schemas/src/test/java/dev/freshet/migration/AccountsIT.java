package dev.freshet.migration;

import static dev.freshet.migration.accounts.Account.APP;
import static dev.freshet.migration.accounts.Account.CAPTURE;
import static dev.freshet.migration.accounts.Account.CONSOLE;
import static dev.freshet.migration.accounts.Account.INVALIDATION;
import static dev.freshet.migration.accounts.Account.MIGRATE;
import static dev.freshet.migration.accounts.Account.STATISTICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.migration.accounts.Account;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each account may do, and must not, once {@code freshet migrate} has run. */
class AccountsIT {

    private static final String REFUSED = "42501";

    private static Database database;
    private static Cast cast;

    @BeforeAll
    static void migrate() {
        database = Database.create();
        cast = Cast.of(database);
        cast.migrate(Cast.LECTURES, true);
        database.run("CREATE TABLE public.payroll (id int)");
        cast.as(MIGRATE)
                .run("CREATE PUBLICATION freshet FOR TABLE public.lectures, public.lecture_content_hashes,"
                        + " public.ai_response_cache (cache_key), freshet.heartbeat");
    }

    @AfterAll
    static void drop() {
        cast.close();
        database.close();
    }

    private static void assertMay(Account account, String... statements) {
        assertSays(account, "done", statements);
    }

    private static void assertMayNot(Account account, String... statements) {
        assertSays(account, REFUSED, statements);
    }

    private static void assertSays(Account account, String answer, String... statements) {
        Map<String, String> answers = new TreeMap<>();
        for (String statement : statements) {
            answers.put(statement, cast.says(account, statement));
        }
        assertThat(answers).allSatisfy((statement, said) -> assertThat(said).isEqualTo(answer));
    }

    @Test
    void captureReadsWhatIsPublishedAndWritesItsOwnRows() {
        assertMay(
                CAPTURE,
                "SELECT * FROM public.lectures",
                "SELECT * FROM public.lecture_content_hashes",
                "SELECT cache_key FROM public.ai_response_cache",
                "INSERT INTO freshet.heartbeat (source, beat) VALUES ('x', now())"
                        + " ON CONFLICT (source) DO UPDATE SET beat = excluded.beat",
                "INSERT INTO freshet.capture_state (source) VALUES ('x')",
                "UPDATE freshet.capture_state SET rules = 'x'",
                "INSERT INTO freshet.gap (source, reason) VALUES ('x', 'y')",
                "UPDATE freshet.gap SET announced_at = now()",
                "SELECT pg_create_logical_replication_slot('accounts_it', 'pgoutput', true)",
                "SELECT system_identifier, pg_walfile_name(pg_current_wal_lsn()) FROM pg_control_system()");
    }

    @Test
    void captureDoesNothingElse() {
        assertMayNot(
                CAPTURE,
                "SELECT response_data FROM public.ai_response_cache",
                "SELECT * FROM public.ai_response_cache",
                "SELECT * FROM public.courses",
                "SELECT * FROM public.ai_cache_stats",
                "SELECT * FROM public.payroll",
                "UPDATE public.lectures SET title = 'x'",
                "DELETE FROM public.lectures",
                "TRUNCATE public.lectures",
                "DELETE FROM public.ai_response_cache",
                "INSERT INTO public.lecture_content_hashes VALUES (gen_random_uuid(), 'x')",
                "DELETE FROM freshet.heartbeat",
                "DELETE FROM freshet.gap",
                "SELECT * FROM freshet.invalidation_log",
                "SELECT * FROM freshet.granted",
                "ALTER PUBLICATION freshet DROP TABLE public.lectures",
                "ALTER PUBLICATION freshet SET (publish = 'insert')",
                "DROP PUBLICATION freshet",
                "CREATE PUBLICATION mine FOR TABLE public.lectures",
                "CREATE TABLE public.mine (id int)",
                "CREATE TABLE freshet.mine (id int)",
                "CREATE SCHEMA mine",
                "CREATE ROLE mine",
                "ALTER TABLE public.lectures DISABLE TRIGGER ALL",
                "SET ROLE " + cast.user(MIGRATE));
    }

    @Test
    void invalidationSeesAndDeletesEveryCacheRow() {
        Database invalidation = cast.as(INVALIDATION);
        long rows = Long.parseLong(database.value("SELECT count(*) FROM public.ai_response_cache"));

        assertThat(rows).isPositive();
        assertThat(invalidation.value("SELECT count(*) FROM public.ai_response_cache"))
                .isEqualTo(rows + "");
        assertThat(invalidation.value("WITH gone AS (DELETE FROM public.ai_response_cache AS entry WHERE true"
                        + " AND (content_hash = freshet.current_content_hash(lecture_ids)) IS NOT TRUE"
                        + " RETURNING entry.xmin) SELECT count(*) FROM gone"))
                .isEqualTo("0");
        assertThat(invalidation.value("BEGIN; WITH gone AS (DELETE FROM public.ai_response_cache RETURNING 1)"
                        + " SELECT count(*) FROM gone; ROLLBACK"))
                .isEqualTo(rows + "");
        assertMay(
                INVALIDATION,
                "SELECT system.system_identifier, pg_visible_in_snapshot('3'::xid8, pg_current_snapshot()),"
                        + " pg_walfile_name(pg_current_wal_lsn()) FROM pg_control_system() AS system");
    }

    @Test
    void invalidationLearnsNothingOfALectureButItsHash() {
        assertMayNot(
                INVALIDATION,
                "SELECT content FROM public.lectures",
                "SELECT id FROM public.lectures",
                "SELECT * FROM public.lecture_content_hashes",
                "SELECT * FROM public.courses",
                "UPDATE public.lectures SET title = 'x'",
                "INSERT INTO public.ai_response_cache (cache_key) VALUES ('x')",
                "UPDATE public.ai_response_cache SET response_data = '{}'",
                "TRUNCATE public.ai_response_cache",
                "SELECT * FROM public.ai_cache_stats",
                "SELECT * FROM public.payroll",
                "SELECT * FROM freshet.heartbeat",
                "SELECT * FROM freshet.invalidation_log",
                "SELECT * FROM freshet.installed",
                "ALTER PUBLICATION freshet DROP TABLE public.lectures",
                "SELECT pg_create_logical_replication_slot('accounts_it', 'pgoutput', true)",
                "CREATE TABLE public.mine (id int)",
                "SET ROLE " + cast.user(CAPTURE));
    }

    @Test
    void statisticsWriteTheirTables() {
        assertMay(
                STATISTICS,
                "INSERT INTO freshet.consumer_position (consumer, topic, topic_id, partition, next_offset)"
                        + " VALUES ('c', 't', 'i', 0, 0) ON CONFLICT DO NOTHING",
                "UPDATE freshet.consumer_position SET next_offset = 1 WHERE consumer = 'c'",
                "INSERT INTO freshet.daily_operation AS d (date, cache) VALUES (current_date, 'c')"
                        + " ON CONFLICT (date, cache, operation) DO UPDATE SET misses = d.misses + 1",
                "INSERT INTO freshet.daily_invalidation AS d (date, cache) VALUES (current_date, 'c')"
                        + " ON CONFLICT (date, cache) DO UPDATE SET invalidations = d.invalidations + 1",
                "INSERT INTO freshet.invalidation_log (id, cache, tag, applied_at) VALUES ('1', 'c', 't', now())"
                        + " ON CONFLICT DO NOTHING RETURNING id",
                "INSERT INTO public.ai_cache_stats AS s (date) VALUES (current_date)"
                        + " ON CONFLICT (date) DO UPDATE SET cache_hits = s.cache_hits + 1",
                "INSERT INTO freshet.refused_record (consumer, topic_id, partition, record_offset, reason)"
                        + " VALUES ('c', 't', 0, 0, 'r') ON CONFLICT DO NOTHING",
                "SELECT * FROM freshet.refused_record",
                "DELETE FROM freshet.refused_record WHERE refused_at < '2000-01-01'",
                "SELECT * FROM freshet.daily_operation",
                "SELECT * FROM freshet.operation_figures",
                "SELECT * FROM freshet.daily_cache_performance",
                "INSERT INTO freshet.operation AS o (cache) VALUES ('c')"
                        + " ON CONFLICT (cache, operation) DO UPDATE SET loads = o.loads + 1",
                "DELETE FROM freshet.daily_operation WHERE date < '2000-01-01'",
                "DELETE FROM freshet.invalidation_log WHERE applied_at < '2000-01-01'",
                "DELETE FROM public.ai_cache_stats WHERE date < '2000-01-01'",
                "UPDATE public.ai_response_cache SET hit_count = hit_count + 1, last_accessed_at = now()"
                        + " WHERE cache_key = 'k'",
                "SELECT * FROM public.get_cache_stats()");
        assertThat(cast.as(STATISTICS).value("SELECT count(cache_key) > 0 FROM public.ai_response_cache"))
                .isEqualTo("t");
        assertMayNot(
                STATISTICS,
                "SELECT id FROM public.lectures",
                "SELECT * FROM public.ai_response_cache",
                "UPDATE public.ai_response_cache SET response_data = NULL",
                "DELETE FROM public.ai_response_cache",
                "SELECT * FROM freshet.heartbeat",
                "SELECT * FROM freshet.gap",
                "SELECT * FROM public.payroll",
                "CREATE TABLE public.mine (id int)");
    }

    @Test
    void consoleReadsTheLogAndFillsTheCacheForTheGateway() {
        assertMay(
                CONSOLE,
                "SELECT * FROM freshet.invalidation_log",
                "SELECT response_data, content_hash = freshet.current_content_hash(lecture_ids)"
                        + " FROM public.ai_response_cache",
                "INSERT INTO public.ai_response_cache (cache_key) VALUES ('x')"
                        + " ON CONFLICT (cache_key) DO UPDATE SET response_data = '{}'");
        assertMayNot(
                CONSOLE,
                "INSERT INTO freshet.invalidation_log (id, cache, tag, applied_at) VALUES ('1', 'c', 't', now())",
                "DELETE FROM freshet.invalidation_log",
                "SELECT id FROM public.lectures",
                "UPDATE public.lectures SET title = 'x'",
                "DELETE FROM public.ai_response_cache",
                "TRUNCATE public.ai_response_cache",
                "SELECT * FROM freshet.daily_operation",
                "SELECT * FROM freshet.capture_state",
                "SELECT * FROM public.payroll",
                "CREATE TABLE public.mine (id int)");
    }

    @Test
    void applicationOwnsItsCourseAndFillsTheCache() {
        assertThat(cast.as(APP).value("SELECT count(*) > 0 FROM public.ai_response_cache"))
                .isEqualTo("t");
        assertMay(
                APP,
                "UPDATE public.lectures SET content = 'water'",
                "INSERT INTO public.lectures (title) VALUES ('x')",
                "ALTER TABLE public.courses ADD COLUMN author text",
                "INSERT INTO public.ai_response_cache (cache_key, lecture_ids, content_hash) SELECT 'k', array[id],"
                        + " freshet.current_content_hash(array[id]) FROM public.lectures LIMIT 1",
                "INSERT INTO public.ai_response_cache (cache_key) VALUES ('x')"
                        + " ON CONFLICT (cache_key) DO UPDATE SET response_data = '{}'",
                "UPDATE public.ai_response_cache SET hit_count = hit_count + 1",
                "DELETE FROM public.ai_response_cache");
        assertMayNot(
                APP,
                "UPDATE public.lecture_content_hashes SET content_hash = 'x'",
                "INSERT INTO public.lecture_content_hashes VALUES (gen_random_uuid(), 'x')",
                "TRUNCATE public.ai_response_cache",
                "SELECT * FROM freshet.heartbeat",
                "SELECT * FROM freshet.invalidation_log",
                "SELECT * FROM public.payroll",
                "ALTER PUBLICATION freshet DROP TABLE public.lectures",
                "CREATE TABLE public.mine (id int)");
    }

    @Test
    void editOfTheApplicationReachesTheHash() {
        String lecture = database.value("SELECT min(id::text) FROM public.lectures");
        String before = hash(lecture);

        cast.as(APP).run("UPDATE public.lectures SET content = content || '!' WHERE id = '" + lecture + "'");

        assertThat(hash(lecture)).isNotEqualTo(before);
    }

    private static String hash(String lecture) {
        return database.value("SELECT freshet.current_content_hash(ARRAY['" + lecture + "'::uuid])");
    }

    @Test
    void migratingRoleIsNoSuperuser() {
        assertMay(
                MIGRATE,
                "ALTER PUBLICATION freshet DROP TABLE public.lectures",
                "CREATE TABLE public.mine (id int)",
                "ALTER TABLE public.lectures DISABLE TRIGGER freshet_keep_lecture_hash");
        assertMayNot(
                MIGRATE,
                "SELECT * FROM public.payroll",
                "CREATE ROLE mine",
                "SELECT pg_create_logical_replication_slot('accounts_it', 'pgoutput', true)",
                "SET ROLE " + database.value("SELECT current_user"));
    }

    @Test
    void noPasswordIsWrittenAnywhere() {
        assertThat(database.column("SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL AND rolname IN ("
                        + List.of(CAPTURE, INVALIDATION, STATISTICS, CONSOLE, MIGRATE, APP).stream()
                                .map(account -> "'" + cast.user(account) + "'")
                                .collect(java.util.stream.Collectors.joining(", "))
                        + ")"))
                .hasSize(6)
                .allMatch(verifier -> verifier.startsWith("SCRAM-SHA-256$"));
        assertThat(cast.accounts().toString()).doesNotContain("secret");
    }
}
