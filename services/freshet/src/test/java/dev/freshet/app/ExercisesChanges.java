package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes of the exercises pack's tables take along, whichever packs there are besides. */
interface ExercisesChanges {

    PackedRun run();

    @BeforeEach
    default void fillExercises() throws Exception {
        run().execute(
                        "DELETE FROM public.exercise_cache; DELETE FROM public.exercise_topics; DELETE FROM public.user_contexts");
        run().execute(
                        """
                INSERT INTO public.exercise_topics (name, description) VALUES ('algebra', 'letters'), ('it''s: {odd}', 'odd');
                INSERT INTO public.user_contexts (user_id, context_hash, context) VALUES
                    ('00000000-0000-4000-8000-000000000001', 'h1', '{"age": 12}'), ('00000000-0000-4000-8000-000000000002', 'h2', '{}')""");
        run().settle();
        run().execute(
                        """
                INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data, topics, user_context_hash) VALUES
                    ('a', 'quiz', '{}', '{algebra}', 'h1'),
                    ('b', 'quiz', '{}', '{algebra,geometry}', 'h2'),
                    ('c', 'essay', '{}', '{geometry}', NULL),
                    ('d', 'essay', '{}', '{}', 'h1'),
                    ('e', 'essay', '{}', ARRAY['it''s: {odd}'], 'h3')""");
        Stream.of("a", "b", "c", "d", "e").forEach(key -> run().redis().set("exercise:" + key, "{}"));
    }

    /** Rows and keys of exercises. */
    private static String[] exercises(String... keys) {
        return Arrays.stream(keys)
                .flatMap(key -> Stream.of("row " + key, "key exercise:" + key))
                .toArray(String[]::new);
    }

    @Test
    default void aTopicThatChangesTakesItsExercisesAlong() throws Exception {
        run().removes(
                        "UPDATE public.exercise_topics SET description = 'x + y' WHERE name = 'algebra'",
                        exercises("a", "b"));
    }

    @Test
    default void aTopicThatWasOnlyTouchedTakesNothing() throws Exception {
        run().removes("UPDATE public.exercise_topics SET updated_at = now(), description = description");
    }

    @Test
    default void aTopicThatComesTakesWhatWasMadeWithoutIt() throws Exception {
        run().removes("INSERT INTO public.exercise_topics (name) VALUES ('geometry')", exercises("b", "c"));
    }

    @Test
    default void aTopicThatIsRenamedTakesTheExercisesOfBothNames() throws Exception {
        run().removes(
                        "UPDATE public.exercise_topics SET name = 'geometry' WHERE name = 'algebra'",
                        exercises("a", "b", "c"));
    }

    @Test
    default void aTopicThatGoesTakesItsExercisesAlong() throws Exception {
        run().removes("DELETE FROM public.exercise_topics WHERE name <> 'algebra'", exercises("e"));
    }

    @Test
    default void allTopicsGoneTakeAllExercises() throws Exception {
        run().removes("TRUNCATE public.exercise_topics", exercises("a", "b", "c", "d", "e"));
    }

    @Test
    default void aNewContextTakesTheExercisesOfBothHashes() throws Exception {
        run().removes(
                        "UPDATE public.user_contexts SET context_hash = 'h3' WHERE context_hash = 'h1'",
                        exercises("a", "d", "e"));
    }

    @Test
    default void aContextThatIsTheSameTakesNothing() throws Exception {
        run().removes("UPDATE public.user_contexts SET context = '{\"age\": 13}', updated_at = now()");
    }

    @Test
    default void aNewUserTakesNothing() throws Exception {
        run().removes("INSERT INTO public.user_contexts (user_id, context_hash) VALUES (gen_random_uuid(), 'h1')");
    }

    @Test
    default void aUserWhoGoesTakesTheExercisesOfTheContext() throws Exception {
        run().removes("DELETE FROM public.user_contexts WHERE context_hash = 'h2'", exercises("b"));
    }

    @Test
    default void allUsersGoneTakeAllExercises() throws Exception {
        run().removes("TRUNCATE public.user_contexts", exercises("a", "b", "c", "d", "e"));
    }

    @Test
    default void anExerciseThatIsDeletedTakesItsKeyAlong() throws Exception {
        run().removes("DELETE FROM public.exercise_cache WHERE cache_key = 'c'", exercises("c"));
    }

    @Test
    default void anExerciseThatIsUsedStays() throws Exception {
        run().removes("UPDATE public.exercise_cache SET usage_count = usage_count + 1, last_used_at = now()");
    }

    @Test
    default void cleanUpAndEvictionTakeTheKeysAlong() throws Exception {
        run().execute(
                        "UPDATE public.exercise_cache SET expires_at = now() WHERE cache_key = 'a';"
                                + "UPDATE public.exercise_cache SET last_used_at = now() - interval '1 day' WHERE cache_key IN ('c', 'd')");
        run().removes("SELECT public.cleanup_expired_exercises()", exercises("a"));
        run().removes("SELECT public.evict_lru_exercises(2)", exercises("c", "d"));
    }

    @Test
    default void truncatedExercisesAreAMissThoughTheirKeysStay() throws Exception {
        run().truncates("public.exercise_cache", "exercises");

        assertThat(run().entries()).doesNotContain("row a").contains("key exercise:a");
    }
}
