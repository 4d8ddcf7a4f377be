package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every source table of every pack, changed in every way: exactly what hangs on it goes, from both tiers. */
class PacksIT {

    private static final List<String> KEYS = List.of(
            "top_picks:crypto:swing",
            "top_picks:crypto:day",
            "top_picks:stocks:swing",
            "lock:top_picks:crypto:swing",
            "dashboard:overview:intraday",
            "dashboard:overview:performance:7d",
            "scalping:monitor:last",
            "portfolio:monitor:positions:last",
            "portfolio:monitor:watchlist:last",
            "top_picks:monitor:positions:last",
            "sr:levels:BTC:1h",
            "sr:levels:ETH:1d");

    private static final List<String> CACHES = List.of(
            "ai-responses",
            "exercises",
            "quantum-api",
            "top-picks",
            "top-picks-positions",
            "dashboard-intraday",
            "dashboard-performance",
            "portfolio-positions",
            "portfolio-watchlist",
            "scalping-monitor",
            "levels");

    @TempDir
    private static Path folder;

    private static PackedRun run;

    @BeforeAll
    static void start() throws Exception {
        run = new PackedRun(folder.resolve("state"));
    }

    @AfterAll
    static void stop() throws Exception {
        run.close();
    }

    @BeforeEach
    void fill() throws Exception {
        run.execute("DELETE FROM public.exercise_cache; DELETE FROM public.quantum_api_cache;"
                + " DELETE FROM public.ai_response_cache; DELETE FROM public.exercise_topics;"
                + " DELETE FROM public.user_contexts; DELETE FROM public.top_picks_runs;"
                + " DELETE FROM public.dashboard_performance; DELETE FROM public.portfolio_snapshots;"
                + " DELETE FROM public.top_picks_position_snapshots; DELETE FROM public.ai_recommendations;"
                + " DELETE FROM public.llm_requests");
        run.execute(
                """
                INSERT INTO public.exercise_topics (name, description) VALUES ('algebra', 'letters'), ('it''s: {odd}', 'odd');
                INSERT INTO public.user_contexts (user_id, context_hash, context) VALUES
                    ('00000000-0000-4000-8000-000000000001', 'h1', '{"age": 12}'), ('00000000-0000-4000-8000-000000000002', 'h2', '{}');
                INSERT INTO public.top_picks_runs (universe, mode) VALUES ('crypto', 'swing');
                INSERT INTO public.dashboard_performance DEFAULT VALUES;
                INSERT INTO public.portfolio_snapshots DEFAULT VALUES;
                INSERT INTO public.top_picks_position_snapshots DEFAULT VALUES;
                INSERT INTO public.ai_recommendations (symbol) VALUES ('BTC');
                INSERT INTO public.llm_requests (provider) VALUES ('openai')""");
        run.settle();
        run.execute(
                """
                INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data, topics, user_context_hash) VALUES
                    ('a', 'quiz', '{}', '{algebra}', 'h1'),
                    ('b', 'quiz', '{}', '{algebra,geometry}', 'h2'),
                    ('c', 'essay', '{}', '{geometry}', NULL),
                    ('d', 'essay', '{}', '{}', 'h1'),
                    ('e', 'essay', '{}', ARRAY['it''s: {odd}'], 'h3');
                INSERT INTO public.quantum_api_cache (symbol, cache_type, data) VALUES
                    ('BTC', 'market', '{}'), ('BTC', 'technical_analysis', '{}'), ('ETH', 'market', '{}');
                INSERT INTO public.ai_response_cache (cache_key, lecture_ids, content_hash)
                SELECT 'other', ARRAY[id], freshet.current_content_hash(ARRAY[id]) FROM public.lectures ORDER BY id LIMIT 1""");
        Stream.of("a", "b", "c", "d", "e").forEach(key -> run.redis().set("exercise:" + key, "{}"));
        KEYS.forEach(key -> run.redis().set(key, "{}"));
        run.redis().set("ai:response:other", "{}");
    }

    /** Rows and keys of exercises. */
    private static String[] exercises(String... keys) {
        return Arrays.stream(keys)
                .flatMap(key -> Stream.of("row " + key, "key exercise:" + key))
                .toArray(String[]::new);
    }

    private static Map<String, String> epochs() {
        return CACHES.stream().collect(Collectors.toMap(cache -> cache, run::epoch));
    }

    /** By TRUNCATE, which does not say which keys. */
    private static void truncates(String tables, String... caches) throws Exception {
        Map<String, String> before = epochs();
        run.execute("TRUNCATE " + tables);
        await().atMost(PackedRun.SOON).until(() -> Arrays.stream(caches)
                .noneMatch(cache -> run.epoch(cache).equals(before.get(cache))));
        run.settle();
        Map<String, String> after = epochs();
        before.keySet().removeAll(List.of(caches));
        assertThat(after).as("other caches").containsAllEntriesOf(before);
    }

    @Test
    void aTopicThatChangesTakesItsExercisesAlong() throws Exception {
        run.removes(
                "UPDATE public.exercise_topics SET description = 'x + y' WHERE name = 'algebra'", exercises("a", "b"));
    }

    @Test
    void aTopicThatWasOnlyTouchedTakesNothing() throws Exception {
        run.removes("UPDATE public.exercise_topics SET updated_at = now(), description = description");
    }

    @Test
    void aTopicThatComesTakesWhatWasMadeWithoutIt() throws Exception {
        run.removes("INSERT INTO public.exercise_topics (name) VALUES ('geometry')", exercises("b", "c"));
    }

    @Test
    void aTopicThatIsRenamedTakesTheExercisesOfBothNames() throws Exception {
        run.removes(
                "UPDATE public.exercise_topics SET name = 'geometry' WHERE name = 'algebra'", exercises("a", "b", "c"));
    }

    @Test
    void aTopicThatGoesTakesItsExercisesAlong() throws Exception {
        run.removes("DELETE FROM public.exercise_topics WHERE name <> 'algebra'", exercises("e"));
    }

    @Test
    void allTopicsGoneTakeAllExercises() throws Exception {
        run.removes("TRUNCATE public.exercise_topics", exercises("a", "b", "c", "d", "e"));
    }

    @Test
    void aNewContextTakesTheExercisesOfBothHashes() throws Exception {
        run.removes(
                "UPDATE public.user_contexts SET context_hash = 'h3' WHERE context_hash = 'h1'",
                exercises("a", "d", "e"));
    }

    @Test
    void aContextThatIsTheSameTakesNothing() throws Exception {
        run.removes("UPDATE public.user_contexts SET context = '{\"age\": 13}', updated_at = now()");
    }

    @Test
    void aNewUserTakesNothing() throws Exception {
        run.removes("INSERT INTO public.user_contexts (user_id, context_hash) VALUES (gen_random_uuid(), 'h1')");
    }

    @Test
    void aUserWhoGoesTakesTheExercisesOfTheContext() throws Exception {
        run.removes("DELETE FROM public.user_contexts WHERE context_hash = 'h2'", exercises("b"));
    }

    @Test
    void allUsersGoneTakeAllExercises() throws Exception {
        run.removes("TRUNCATE public.user_contexts", exercises("a", "b", "c", "d", "e"));
    }

    @Test
    void anExerciseThatIsDeletedTakesItsKeyAlong() throws Exception {
        run.removes("DELETE FROM public.exercise_cache WHERE cache_key = 'c'", exercises("c"));
    }

    @Test
    void anExerciseThatIsUsedStays() throws Exception {
        run.removes("UPDATE public.exercise_cache SET usage_count = usage_count + 1, last_used_at = now()");
    }

    @Test
    void cleanUpAndEvictionTakeTheKeysAlong() throws Exception {
        run.execute(
                "UPDATE public.exercise_cache SET expires_at = now() WHERE cache_key = 'a';"
                        + "UPDATE public.exercise_cache SET last_used_at = now() - interval '1 day' WHERE cache_key IN ('c', 'd')");
        run.removes("SELECT public.cleanup_expired_exercises()", exercises("a"));
        run.removes("SELECT public.evict_lru_exercises(2)", exercises("c", "d"));
    }

    @Test
    void truncatedExercisesAreAMissThoughTheirKeysStay() throws Exception {
        truncates("public.exercise_cache", "exercises");

        assertThat(run.entries()).doesNotContain("row a").contains("key exercise:a");
    }

    @Test
    void aRunTakesTheKeyOfItsUniverseAndMode() throws Exception {
        run.removes(
                "INSERT INTO public.top_picks_runs (universe, mode) VALUES ('crypto', 'day')",
                "key top_picks:crypto:day");
        run.removes(
                "UPDATE public.top_picks_runs SET picks = '[1]' WHERE mode = 'swing'", "key top_picks:crypto:swing");
    }

    @Test
    void aRunThatWasOfAnotherUniverseTakesBothKeys() throws Exception {
        run.removes(
                "UPDATE public.top_picks_runs SET universe = 'stocks'",
                "key top_picks:crypto:swing",
                "key top_picks:stocks:swing");
    }

    @Test
    void aRunThatGoesTakesItsKeyAlong() throws Exception {
        run.removes("DELETE FROM public.top_picks_runs", "key top_picks:crypto:swing");
    }

    @Test
    void theDashboardTakesBothItsKeys() throws Exception {
        String[] both = {"key dashboard:overview:intraday", "key dashboard:overview:performance:7d"};
        run.removes("INSERT INTO public.dashboard_performance DEFAULT VALUES", both);
        refill(both);
        run.removes("UPDATE public.dashboard_performance SET performance = '{\"day\": 1}'", both);
        refill(both);
        run.removes("DELETE FROM public.dashboard_performance", both);
    }

    @Test
    void thePortfolioTakesBothItsKeys() throws Exception {
        String[] both = {"key portfolio:monitor:positions:last", "key portfolio:monitor:watchlist:last"};
        run.removes("INSERT INTO public.portfolio_snapshots DEFAULT VALUES", both);
        refill(both);
        run.removes("UPDATE public.portfolio_snapshots SET positions = '[1]'", both);
        refill(both);
        run.removes("DELETE FROM public.portfolio_snapshots", both);
    }

    @Test
    void thePositionsInTopPicksTakeTheirKey() throws Exception {
        String key = "key top_picks:monitor:positions:last";
        run.removes("INSERT INTO public.top_picks_position_snapshots DEFAULT VALUES", key);
        refill(key);
        run.removes("UPDATE public.top_picks_position_snapshots SET positions = '[1]'", key);
        refill(key);
        run.removes("DELETE FROM public.top_picks_position_snapshots", key);
    }

    private static void refill(String... entries) {
        for (String entry : entries) {
            run.redis().set(entry.substring("key ".length()), "{}");
        }
    }

    @Test
    void recommendationsAndRequestsTakeNothing() throws Exception {
        Map<String, String> before = epochs();
        for (String table : List.of("public.ai_recommendations", "public.llm_requests")) {
            run.removes("INSERT INTO " + table + " DEFAULT VALUES");
            run.removes("UPDATE " + table + " SET created_at = now()");
            run.removes("DELETE FROM " + table);
            run.removes("TRUNCATE " + table);
        }
        assertThat(epochs()).isEqualTo(before);
    }

    @Test
    void truncatedHistoryMakesItsCachesAMissAndNoOthers() throws Exception {
        truncates("public.top_picks_runs", "top-picks");
        truncates("public.dashboard_performance", "dashboard-intraday", "dashboard-performance");
        truncates("public.portfolio_snapshots", "portfolio-positions", "portfolio-watchlist");
        truncates("public.top_picks_position_snapshots", "top-picks-positions");
    }

    @Test
    void marketDataGoesByHand() throws Exception {
        run.invalidate("{\"cache\": \"quantum-api\", \"tag\": \"symbol:BTC\", \"reason\": \"a bad quote\"}");
        await().atMost(PackedRun.SOON)
                .until(() -> !run.entries().contains("row BTC:market")
                        && !run.entries().contains("row BTC:technical_analysis"));
        assertThat(run.entries()).contains("row ETH:market", "key sr:levels:BTC:1h");

        run.invalidate("{\"cache\": \"levels\", \"key\": \"sr:levels:BTC:1h\", \"reason\": \"recalculated\"}");
        await().atMost(PackedRun.SOON).until(() -> !run.entries().contains("key sr:levels:BTC:1h"));
        assertThat(run.entries()).contains("key sr:levels:ETH:1d", "key scalping:monitor:last");
    }

    @Test
    void expiredMarketDataGoesAndNothingElse() throws Exception {
        run.execute("UPDATE public.quantum_api_cache SET expires_at = now() WHERE cache_type = 'technical_analysis'");

        run.removes("SELECT public.cleanup_expired_quantum_cache()", "row BTC:technical_analysis");
    }

    @Test
    void aLectureTakesNothingOfTheOtherPacks() throws Exception {
        run.removes(
                "UPDATE public.lectures SET content = content || '!' WHERE id = (SELECT lecture_ids[1]"
                        + " FROM public.ai_response_cache WHERE cache_key = 'other')",
                "row other",
                "key ai:response:other");
    }
}
