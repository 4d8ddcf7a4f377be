package dev.freshet.app;

import static dev.freshet.cache.Answer.Origin.COMPUTED;
import static dev.freshet.cache.Answer.Origin.POSTGRES;
import static dev.freshet.cache.Answer.Origin.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.Answer;
import dev.freshet.cache.AnswerCache;
import dev.freshet.cache.CacheDefinition;
import dev.freshet.cache.Computed;
import dev.freshet.cache.Question;
import dev.freshet.cache.ReadSide;
import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.redis.RedisLink;
import dev.freshet.cache.rows.RowsDefinition;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The read-side library over the caches of the packs, which have fences in their rows, while the pipeline runs. */
class PackCachesIT {

    private static final RowsDefinition EXERCISES = new RowsDefinition(
                    "public.exercise_cache",
                    "cache_key",
                    "exercise_data",
                    null,
                    null,
                    "fences",
                    Map.of(),
                    Map.of("created_at", "now()", "expires_at", "now() + interval '24 hours'"))
            .expiring("expires_at");

    static final RowsDefinition QUOTES = new RowsDefinition(
                    "public.quantum_api_cache",
                    "cache_key",
                    "data",
                    null,
                    null,
                    "fences",
                    Map.of(),
                    Map.of("created_at", "now()", "expires_at", "now() + freshet.quantum_cache_ttl(cache_type)"))
            .expiring("expires_at");

    @TempDir
    private static Path folder;

    private static PackedRun run;
    private static HikariDataSource primary;
    private static ReadSide readSide;

    private static AnswerCache exercises;
    private static AnswerCache quotes;
    private static AnswerCache picks;

    @BeforeAll
    static void start() throws Exception {
        run = new PackedRun(folder.resolve("state"), PackedRun.ALL);
        primary = run.primary();
        readSide = ReadSide.over(RedisLink.to(run.freshet().redis(), Duration.ofSeconds(1)), primary)
                .build();
        exercises = readSide.cache(new CacheDefinition("exercises", EXERCISES));
        quotes = readSide.cache(new CacheDefinition("quantum-api", QUOTES));
        picks = readSide.cache(new CacheDefinition("top-picks", null));
    }

    @AfterAll
    static void stop() throws Exception {
        readSide.close();
        primary.close();
        run.close();
    }

    @BeforeEach
    void begin() throws Exception {
        run.execute("DELETE FROM public.exercise_cache; DELETE FROM public.quantum_api_cache;"
                + " DELETE FROM public.exercise_topics;"
                + " INSERT INTO public.exercise_topics VALUES ('algebra', 'letters')");
        run.settle();
    }

    private static Question exercise(String key) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("cache_key", key);
        columns.put("exercise_type", "quiz");
        columns.put("difficulty", 3);
        columns.put("topics", List.of("algebra"));
        columns.put("user_context_hash", "h1");
        return new Question(
                "quiz", key, "exercise:" + key, List.of("topic:algebra", "user-context:h1"), columns, Bound.LEASE);
    }

    static Question quote(String symbol, String type) {
        return new Question(
                null,
                symbol + ":" + type,
                null,
                List.of("symbol:" + symbol),
                Map.of("symbol", symbol, "cache_type", type),
                Bound.LEASE);
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** What it is made of is the description of the topic; something happens between reading and the end. */
    private static Answer ask(AnswerCache cache, Question question, Meanwhile meanwhile) {
        return cache.answer(
                question,
                source -> {
                    try (ResultSet row = source.connection()
                            .createStatement()
                            .executeQuery("SELECT description FROM public.exercise_topics")) {
                        row.next();
                        return row.getString(1);
                    }
                },
                content -> {
                    meanwhile.happens();
                    return Computed.of(content, 0);
                });
    }

    private static Answer ask(AnswerCache cache, Question question) {
        return ask(cache, question, () -> {});
    }

    @Test
    void aSlowExerciseThatLosesAgainstItsTopicIsNotServed() throws Exception {
        Question question = exercise("slow");

        Answer slow = ask(exercises, question, () -> {
            run.execute("UPDATE public.exercise_topics SET description = 'numbers'");
            run.settle();
        });

        assertThat(slow.json()).isEqualTo("\"letters\"");
        assertThat(run.column("SELECT exercise_data FROM public.exercise_cache"))
                .containsExactly("\"letters\"");
        assertThat(run.redis().exists("exercise:slow")).isZero();
        assertThat(exercises.lookUp(question).answer()).isNull();
        Answer next = ask(exercises, question);
        assertThat(next.origin()).isEqualTo(COMPUTED);
        assertThat(next.json()).isEqualTo("\"numbers\"");
        assertThat(ask(exercises, question).origin()).isEqualTo(REDIS);
    }

    @Test
    void anExerciseIsServedFromBothTiersUntilItsContextChanges() throws Exception {
        Question question = exercise("kept");
        run.execute("INSERT INTO public.user_contexts VALUES (gen_random_uuid(), 'h1')");
        run.settle();
        ask(exercises, question);
        assertThat(ask(exercises, question).origin()).isEqualTo(REDIS);
        run.redis().del("exercise:kept");
        assertThat(ask(exercises, question).origin()).isEqualTo(POSTGRES);
        await().until(() -> run.redis().exists("exercise:kept") == 1);

        run.execute("DELETE FROM public.user_contexts");
        await().atMost(PackedRun.SOON).until(() -> !run.entries().contains("row kept"));
        run.settle();

        assertThat(exercises.lookUp(question).answer()).isNull();
    }

    @Test
    void anExerciseThatHasExpiredIsNotServed() throws Exception {
        Question question = exercise("old");
        ask(exercises, question);
        run.execute("UPDATE public.exercise_cache SET expires_at = now()");
        run.redis().del("exercise:old");

        assertThat(exercises.lookUp(question).answer()).isNull();
        assertThat(ask(exercises, question).origin()).isEqualTo(COMPUTED);
        run.redis().del("exercise:old");
        assertThat(ask(exercises, question).origin()).isEqualTo(POSTGRES);
    }

    @Test
    void slowPicksThatLoseAgainstARunAreNotServed() throws Exception {
        Question question = Question.of("top_picks:crypto:swing", List.of());
        Question other = Question.of("top_picks:crypto:day", List.of());
        ask(picks, other);

        ask(picks, question, () -> {
            run.execute("INSERT INTO public.top_picks_runs (universe, mode) VALUES ('crypto', 'swing')");
            run.settle();
        });

        assertThat(run.redis().exists("top_picks:crypto:swing")).isZero();
        assertThat(picks.lookUp(question).answer()).isNull();
        assertThat(ask(picks, question).origin()).isEqualTo(COMPUTED);
        assertThat(ask(picks, question).origin()).isEqualTo(REDIS);
        assertThat(ask(picks, other).origin()).isEqualTo(REDIS);
        run.execute("TRUNCATE public.top_picks_runs");
        await().atMost(PackedRun.SOON).until(() -> picks.lookUp(other).answer() == null);
    }

    @Test
    void aSlowQuoteThatLosesAgainstACommandIsNotServed() throws Exception {
        Question question = quote("BTC", "market");
        String fence = "{freshet}:fence:symbol:BTC";

        ask(quotes, question, () -> {
            String before = run.redis().get(fence);
            run.invalidate("{\"cache\": \"quantum-api\", \"tag\": \"symbol:BTC\", \"reason\": \"a bad quote\"}");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !String.valueOf(run.redis().get(fence)).equals(before));
        });

        assertThat(run.column("SELECT symbol FROM public.quantum_api_cache")).containsExactly("BTC");
        assertThat(quotes.lookUp(question).answer()).isNull();
        assertThat(ask(quotes, question).origin()).isEqualTo(COMPUTED);
        assertThat(ask(quotes, question).origin()).isEqualTo(POSTGRES);
    }

    @Test
    void aQuoteLivesByItsType() throws Exception {
        for (String type : List.of("market", "technical_analysis")) {
            ask(quotes, quote("ETH", type));
            assertThat(ask(quotes, quote("ETH", type)).origin()).isEqualTo(POSTGRES);
        }
        assertThat(run.column("SELECT expires_at - created_at FROM public.quantum_api_cache ORDER BY cache_type"))
                .containsExactly("00:05:00", "00:01:00");
        run.execute("UPDATE public.quantum_api_cache SET expires_at = now()");

        assertThat(quotes.lookUp(quote("ETH", "market")).answer()).isNull();
        assertThat(ask(quotes, quote("ETH", "market")).origin()).isEqualTo(COMPUTED);
        assertThat(ask(quotes, quote("ETH", "market")).origin()).isEqualTo(POSTGRES);
    }

    @Test
    void isFasterThanAsked() throws Exception {
        Computed answer = Computed.json("{\"question\": \"" + "x".repeat(2_000) + "\"}", 0);
        int times = 300;
        Timed miss = new Timed("miss", times);
        Timed write = new Timed("write", times);
        Timed hit = new Timed("hit", times);
        Timed rowHit = new Timed("hit in PostgreSQL", times);
        for (int i = -50; i < times; i++) {
            Question question = exercise("timed" + i);
            var missed = miss.of(i, () -> exercises.lookUp(question));
            assertThat(missed.answer()).isNull();
            var kept = write.of(i, () -> exercises.keep(question, missed.ticket(), Map.of(), answer));
            assertThat(kept.row() && kept.key()).isTrue();
            assertThat(hit.of(i, () -> exercises.lookUp(question)).answer())
                    .extracting(Answer::origin)
                    .isEqualTo(REDIS);
            run.redis().del("exercise:" + question.key());
            assertThat(rowHit.of(i, () -> exercises.lookUp(question)).answer())
                    .extracting(Answer::origin)
                    .isEqualTo(POSTGRES);
        }
        Timed eviction = new Timed("eviction of 5000 of 10000", 5);
        Timed cleanUp = new Timed("clean-up of 10000", 5);
        for (int i = 0; i < 5; i++) {
            fill(10_000, "now() + interval '1 hour'");
            eviction.of(i, () -> run.column("SELECT public.evict_lru_exercises(5000)"));
            fill(10_000, "now()");
            cleanUp.of(i, () -> run.column("SELECT public.cleanup_expired_exercises()"));
        }
        for (Timed timed : List.of(hit, rowHit, miss, write, eviction, cleanUp)) {
            System.out.println("exercises: " + timed);
        }

        assertThat(hit.median()).isLessThan(100);
        assertThat(rowHit.median()).isLessThan(100);
        assertThat(miss.median()).isLessThan(10);
        assertThat(write.median()).isLessThan(50);
        assertThat(eviction.worst()).isLessThan(500);
        assertThat(cleanUp.worst()).isLessThan(1000);
    }

    private static void fill(int entries, String expires) throws SQLException {
        run.execute("DELETE FROM public.exercise_cache; INSERT INTO public.exercise_cache"
                + " (cache_key, exercise_type, exercise_data, topics, user_context_hash, last_used_at, expires_at)"
                + " SELECT encode(sha256(n::text::bytea), 'hex'), 'quiz', '{}', ARRAY['algebra', 't' || n % 100], 'h' || n % 1000,"
                + " now() - n * interval '1 second', " + expires + " FROM generate_series(1, " + entries + ") AS n;"
                + " ANALYZE public.exercise_cache");
    }

    /** Milliseconds of calls, those with a number below 0 left out. */
    private static final class Timed {

        private final String what;
        private final double[] millis;

        private Timed(String what, int times) {
            this.what = what;
            this.millis = new double[times];
        }

        private <T> T of(int number, Callable<T> call) throws Exception {
            long begin = System.nanoTime();
            T result = call.call();
            if (number >= 0) {
                millis[number] = (System.nanoTime() - begin) / 1e6;
            }
            return result;
        }

        private double at(double share) {
            double[] sorted = millis.clone();
            Arrays.sort(sorted);
            return sorted[(int) (share * (sorted.length - 1))];
        }

        private double median() {
            return at(0.5);
        }

        private double worst() {
            return at(1);
        }

        @Override
        public String toString() {
            return String.format(
                    "%s: median %.2f ms, p99 %.1f ms, worst %.1f ms of %d",
                    what, median(), at(0.99), worst(), millis.length);
        }
    }
}
