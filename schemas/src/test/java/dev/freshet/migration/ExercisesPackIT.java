package dev.freshet.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator or an application asks of the exercises pack's tables, views and functions. */
class ExercisesPackIT {

    private static Database database;

    @BeforeAll
    static void migrate() {
        database = Database.create();
        database.withDemo("lectures", "exercises").migrate();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.run("TRUNCATE public.exercise_cache, public.exercise_topics, public.user_contexts");
    }

    @Test
    void makesWhatItPromises() {
        assertThat(database.columns("public.exercise_cache"))
                .containsExactly(
                        "id uuid NOT NULL DEFAULT gen_random_uuid()",
                        "cache_key text NOT NULL",
                        "exercise_type text NOT NULL",
                        "exercise_data jsonb NOT NULL",
                        "user_context_hash text",
                        "difficulty integer",
                        "topics text[] NOT NULL DEFAULT '{}'::text[]",
                        "usage_count integer NOT NULL DEFAULT 0",
                        "last_used_at timestamp with time zone NOT NULL DEFAULT now()",
                        "created_at timestamp with time zone NOT NULL DEFAULT now()",
                        "expires_at timestamp with time zone NOT NULL DEFAULT (now() + '24:00:00'::interval)",
                        "generation_cost numeric NOT NULL DEFAULT 0",
                        "generation_time_ms integer",
                        "fences jsonb");
        assertThat(database.indexes("public.exercise_cache"))
                .containsExactly(
                        "UNIQUE exercise_cache_pkey btree (id)",
                        "idx_exercise_active btree (exercise_type, expires_at)",
                        "UNIQUE idx_exercise_cache_key btree (cache_key)",
                        "idx_exercise_context_hash btree (user_context_hash)",
                        "idx_exercise_expires_at btree (expires_at)",
                        "idx_exercise_last_used btree (last_used_at, id)",
                        "idx_exercise_lookup btree (exercise_type, difficulty, user_context_hash, expires_at)",
                        "idx_exercise_topics gin (topics)",
                        "idx_exercise_type_difficulty btree (exercise_type, difficulty)",
                        "idx_exercise_usage_count btree (usage_count DESC)");
        assertThat(database.column("SELECT oid::regprocedure::text FROM pg_proc"
                        + " WHERE pronamespace = 'public'::regnamespace AND proname ~ 'exercise|overall' ORDER BY 1"))
                .containsExactly(
                        "cleanup_expired_exercises()",
                        "evict_lru_exercises(integer)",
                        "get_exercise_cache_stats()",
                        "get_lru_exercises(integer)",
                        "get_overall_cache_stats()",
                        "get_popular_exercises(integer)",
                        "refresh_exercise_cache_metrics()");
        assertThat(database.column("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                        + " AND relkind IN ('v', 'm') ORDER BY 1"))
                .containsExactly(
                        "exercise_cache_daily_metrics",
                        "exercise_cache_overview",
                        "exercise_cache_stats",
                        "expired_exercises");
    }

    @Test
    void refusesWhatNoExerciseCanBe() {
        for (int difficulty : List.of(0, 6)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> database.run("INSERT INTO public.exercise_cache (cache_key, exercise_type,"
                            + " exercise_data, difficulty) VALUES ('k', 'quiz', '{}', " + difficulty + ")"))
                    .withMessageContaining("difficulty_check");
        }
        exercise("k", "now()");
        assertThatIllegalStateException()
                .isThrownBy(() -> exercise("k", "now()"))
                .withMessageContaining("idx_exercise_cache_key");
    }

    @Test
    void livesForADayUnlessTold() {
        database.run(
                "INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data) VALUES ('k', 'quiz', '{}')");

        assertThat(database.rows("SELECT expires_at - created_at = interval '24 hours', usage_count, topics"
                        + " FROM public.exercise_cache"))
                .containsExactly(List.of("t", "0", "{}"));
    }

    @Test
    void statisticsCountUsesAndWhatTheySaved() {
        database.run(
                """
                INSERT INTO public.exercise_cache
                    (cache_key, exercise_type, exercise_data, usage_count, generation_cost, generation_time_ms, expires_at) VALUES
                    ('a', 'quiz', '{}', 3, 0.02, 1000, now() + interval '1 hour'),
                    ('b', 'quiz', '{}', 0, 0.04, 3000, now() - interval '1 hour'),
                    ('c', 'essay', '{}', 1, 0.10, 5000, now() + interval '1 hour')""");

        List<List<String>> byType = List.of(
                List.of("essay", "0.5", "0.10", "1", "1", "0", "1"),
                List.of("quiz", "0.6", "0.06", "1", "2", "1", "3"));
        String columns = "exercise_type, cache_hit_rate, estimated_cost_saved, active_entries, total_entries,"
                + " expired_entries, total_usage";
        assertThat(database.rows("SELECT " + columns + " FROM public.exercise_cache_stats ORDER BY 1"))
                .isEqualTo(byType);
        assertThat(database.rows("SELECT " + columns + " FROM public.get_exercise_cache_stats()"))
                .isEqualTo(byType);
        String overall = "round(cache_hit_rate::numeric, 3), total_entries, active_entries, total_cost_saved,"
                + " expired_entries, total_usage, generation_cost, average_generation_time_ms";
        assertThat(database.rows("SELECT " + overall + " FROM public.exercise_cache_overview"))
                .containsExactly(List.of("0.571", "3", "2", "0.16", "1", "4", "0.16", "3000"));
        assertThat(database.rows("SELECT " + overall + " FROM public.get_overall_cache_stats()"))
                .containsExactly(List.of("0.571", "3", "2", "0.16", "1", "4", "0.16", "3000"));
    }

    @Test
    void anEmptyCacheHasFiguresToo() {
        assertThat(database.rows(
                        "SELECT cache_hit_rate, total_entries, total_cost_saved FROM public.get_overall_cache_stats()"))
                .containsExactly(List.of("0", "0", "0"));
        assertThat(database.rows("SELECT * FROM public.get_exercise_cache_stats()"))
                .isEmpty();
    }

    @Test
    void listsThePopularAndThoseThatWouldGoNext() {
        database.run(
                """
                INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data, usage_count, last_used_at, expires_at)
                VALUES ('often', 'quiz', '{}', 9, now() - interval '3 hours', now() + interval '1 hour'),
                       ('lately', 'quiz', '{}', 5, now(), now() + interval '1 hour'),
                       ('seldom', 'quiz', '{}', 1, now() - interval '1 hour', now() + interval '1 hour'),
                       ('expired', 'quiz', '{}', 99, now() - interval '2 hours', now())""");

        assertThat(database.column("SELECT cache_key FROM public.get_popular_exercises()"))
                .containsExactly("often", "lately", "seldom");
        assertThat(database.column("SELECT cache_key FROM public.get_popular_exercises(2)"))
                .containsExactly("often", "lately");
        assertThat(database.column("SELECT cache_key FROM public.get_lru_exercises(3)"))
                .containsExactly("often", "expired", "seldom");
        assertThat(database.column("SELECT cache_key FROM public.expired_exercises"))
                .containsExactly("expired");
    }

    @Test
    void cleanUpTakesTheExpiredOnly() {
        exercise("gone", "now() - interval '1 second'");
        exercise("stays", "now() + interval '1 hour'");

        assertThat(database.value("SELECT public.cleanup_expired_exercises()")).isEqualTo("1");
        assertThat(database.value("SELECT public.cleanup_expired_exercises()")).isEqualTo("0");
        assertThat(keys()).containsExactly("stays");
    }

    @Test
    void evictionKeepsThoseUsedLast() {
        for (int i = 1; i <= 5; i++) {
            exercise("k" + i, "now() + interval '1 hour'");
            database.run("UPDATE public.exercise_cache SET last_used_at = now() + interval '" + i
                    + " minutes' WHERE cache_key = 'k" + i + "'");
        }

        assertThat(database.value("SELECT public.evict_lru_exercises(5)")).isEqualTo("0");
        assertThat(database.value("SELECT public.evict_lru_exercises(2)")).isEqualTo("3");
        assertThat(keys()).containsExactly("k4", "k5");
        for (String nonsense : List.of("NULL", "-1")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> database.run("SELECT public.evict_lru_exercises(" + nonsense + ")"))
                    .withMessageContaining("needs max_entries of 0 or more, not " + nonsense);
        }
        assertThat(keys()).hasSize(2);
        assertThat(database.value("SELECT public.evict_lru_exercises(0)")).isEqualTo("2");
    }

    @Test
    void dailyMetricsAreThoseOfTheLastRefresh() {
        database.run(
                """
                INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data, usage_count, generation_cost, created_at)
                VALUES ('a', 'quiz', '{}', 2, 0.5, '2026-03-01 23:30+00'), ('b', 'quiz', '{}', 0, 0.5, '2026-03-01 00:30+00'),
                       ('c', 'quiz', '{}', 1, 0.25, '2026-03-02 00:30+00')""");
        database.run("SELECT public.refresh_exercise_cache_metrics()");
        exercise("later", "now() + interval '1 hour'");

        assertThat(database.rows("SELECT date, exercise_type, entries_created, cost_saved"
                        + " FROM public.exercise_cache_daily_metrics ORDER BY 1"))
                .containsExactly(List.of("2026-03-01", "quiz", "2", "1.0"), List.of("2026-03-02", "quiz", "1", "0.25"));
    }

    @Test
    void whatIsAskedOftenIsFoundByAnIndex() {
        database.run(
                "INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data, topics, user_context_hash)"
                        + " SELECT n::text, 'quiz', '{}', ARRAY['t' || n], 'h' || n FROM generate_series(1, 5000) AS n;"
                        + " ANALYZE public.exercise_cache");

        assertThat(plan("cache_key = '7'")).contains("idx_exercise_cache_key");
        assertThat(plan("topics && ARRAY['t7']")).contains("idx_exercise_topics");
        assertThat(plan("user_context_hash = 'h7'")).contains("idx_exercise_context_hash");
        assertThat(plan("expires_at <= now()")).contains("idx_exercise_expires_at");
    }

    @Test
    void aViewShowsNobodyMoreThanTheTable() {
        database.run("CREATE ROLE exercise_reader_" + database.name());
        try {
            for (String view : List.of("exercise_cache_stats", "exercise_cache_overview", "expired_exercises")) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> database.run(
                                "SET LOCAL ROLE exercise_reader_" + database.name() + "; SELECT * FROM public." + view))
                        .withMessageContaining("permission denied for table exercise_cache");
            }
        } finally {
            database.run("DROP ROLE exercise_reader_" + database.name());
        }
    }

    private static void exercise(String key, String expires) {
        database.run("INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data, expires_at) VALUES ('"
                + key + "', 'quiz', '{}', " + expires + ")");
    }

    private static List<String> keys() {
        return database.column("SELECT cache_key FROM public.exercise_cache ORDER BY 1");
    }

    private static String plan(String condition) {
        return String.join("\n", database.column("EXPLAIN SELECT id FROM public.exercise_cache WHERE " + condition));
    }
}
