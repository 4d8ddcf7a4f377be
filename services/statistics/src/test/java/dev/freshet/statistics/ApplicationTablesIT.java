package dev.freshet.statistics;

import static dev.freshet.statistics.Events.access;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.Access.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Whatever the application has done to its own tables, the daily figures are exact. */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationTablesIT {

    private static final String DAY = "2026-06-03T10:00:00Z";

    private final Scene scene = new Scene(1, "lectures", "exercises");

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE public.ai_response_cache ADD CHECK (hit_count < 2)",
                "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''not here''; END';"
                        + "CREATE TRIGGER stop BEFORE UPDATE ON public.ai_response_cache"
                        + " FOR EACH ROW EXECUTE FUNCTION stop()",
                "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''not here''; END';"
                        + "CREATE CONSTRAINT TRIGGER stop AFTER UPDATE ON public.ai_response_cache"
                        + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stop()",
                "ALTER TABLE public.ai_response_cache ALTER COLUMN hit_count TYPE text"
            })
    void countersThatTheTableRefusesAreLeftOut(String obstacle, CapturedOutput output) {
        ConfigurableApplicationContext context = scene.start();
        insertAnswer();
        hits(1);
        scene.jdbc().execute(obstacle);
        hits(3);
        hits(2);

        assertThat(scene.rows("SELECT redis_hits FROM freshet.daily_operation")).containsExactly("6");
        assertThat(scene.rows("SELECT cache_hits FROM public.ai_cache_stats")).containsExactly("6");
        assertThat(scene.rows("SELECT hit_count FROM public.ai_response_cache WHERE cache_key = 'k'"))
                .containsExactly("1");
        assertThat(unwritten(context, "\"public\".\"ai_response_cache\"")).isEqualTo(5);
        assertThat(output.getOut().split("refuses its counters", -1)).hasSize(2);
    }

    @Test
    void daysThatTheStatsTableRefusesAreCountedAllTheSame() {
        ConfigurableApplicationContext context = scene.start();
        scene.jdbc().execute("ALTER TABLE public.ai_cache_stats ADD CHECK (cache_hits < 2)");
        hits(3);

        assertThat(scene.rows("SELECT redis_hits FROM freshet.daily_operation")).containsExactly("3");
        assertThat(unwritten(context, "public.ai_cache_stats")).isEqualTo(3);
    }

    /** Longer than we wait for a lock at a time. */
    @Test
    void whatTheApplicationKeepsLockedIsCountedWhenItLetsGo() throws Exception {
        ConfigurableApplicationContext context = scene.start();
        insertAnswer();
        hits(1);
        try (Connection application = scene.dataSource().getConnection()) {
            application.setAutoCommit(false);
            application
                    .createStatement()
                    .execute("LOCK TABLE public.ai_response_cache, public.ai_cache_stats IN SHARE MODE");
            scene.send(scene.topics().accesses(), "k", access("ai-responses", "quiz", Outcome.redis, 5, DAY));
            await().during(Duration.ofSeconds(7)).atMost(Duration.ofSeconds(20)).until(() -> scene.rows(
                            "SELECT redis_hits FROM freshet.daily_operation")
                    .equals(List.of("1")));
            application.rollback();
        }
        hits(1);

        assertThat(scene.rows("SELECT redis_hits FROM freshet.daily_operation")).containsExactly("3");
        assertThat(scene.rows("SELECT cache_hits FROM public.ai_cache_stats")).containsExactly("3");
        assertThat(scene.rows("SELECT hit_count FROM public.ai_response_cache WHERE cache_key = 'k'"))
                .containsExactly("3");
        assertThat(unwritten(context, "\"public\".\"ai_response_cache\"")).isZero();
        assertThat(unwritten(context, "public.ai_cache_stats")).isZero();
    }

    /** What fails with the connection is no refusal: all of the batch comes again. */
    @Test
    void whatPassesIsTriedAgain() {
        ConfigurableApplicationContext context = scene.start();
        insertAnswer();
        hits(1);
        scene.jdbc().execute("CREATE SEQUENCE attempts");
        scene.jdbc()
                .execute("CREATE FUNCTION fail_twice() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                        + " IF nextval(''attempts'') = 1 THEN RAISE EXCEPTION ''deadlock'' USING ERRCODE = ''40P01'';"
                        + " ELSIF currval(''attempts'') = 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
                        + " RETURN NEW; END'");
        scene.jdbc()
                .execute("CREATE TRIGGER fail_twice BEFORE UPDATE ON public.ai_response_cache"
                        + " FOR EACH ROW EXECUTE FUNCTION fail_twice()");
        hits(3);

        assertThat(scene.rows("SELECT hit_count FROM public.ai_response_cache WHERE cache_key = 'k'"))
                .containsExactly("4");
        assertThat(scene.rows("SELECT redis_hits FROM freshet.daily_operation")).containsExactly("4");
        assertThat(unwritten(context, "\"public\".\"ai_response_cache\"")).isZero();
    }

    /** The exercises pack names its counter otherwise. */
    @Test
    void raisesTheUsageOfExercises() {
        scene.start();
        scene.jdbc()
                .update("INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data, usage_count,"
                        + " last_used_at, expires_at) VALUES ('used', 'gap', '{}', 2, '2026-01-01', 'infinity'),"
                        + " ('unused', 'gap', '{}', 0, '2026-01-01', 'infinity')");
        String accesses = scene.topics().accesses();
        scene.send(accesses, "used", access("exercises", "gap", Outcome.redis, 10, DAY));
        scene.send(accesses, "used", access("exercises", "gap", Outcome.postgres, 10, "2026-06-03T11:00:00Z"));
        scene.send(accesses, "used", access("exercises", "gap", Outcome.miss, 0, "2026-06-03T12:00:00Z"));
        scene.send(accesses, "unused", access("exercises", "gap", Outcome.miss, 0, DAY));
        scene.awaitCounted("statistics-accesses", accesses);

        assertThat(scene.rows(
                        "SELECT cache_key, usage_count, last_used_at AT TIME ZONE 'UTC' FROM public.exercise_cache"
                                + " WHERE cache_key IN ('used', 'unused') ORDER BY 1"))
                .containsExactly("unused|0|2026-01-01 00:00:00.0", "used|4|2026-06-03 11:00:00.0");
    }

    /** Only columns that the settings name are raised. */
    @Test
    void raisesNothingThatNoSettingNames() {
        scene.start("freshet.statistics.usage.counts=hit_count", "freshet.statistics.usage.times=last_accessed_at");
        scene.jdbc()
                .update("INSERT INTO public.exercise_cache (cache_key, exercise_type, exercise_data)"
                        + " VALUES ('used', 'gap', '{}')");
        scene.send(scene.topics().accesses(), "used", access("exercises", "gap", Outcome.redis, 10, DAY));
        scene.awaitCounted("statistics-accesses", scene.topics().accesses());

        assertThat(scene.rows("SELECT usage_count FROM public.exercise_cache WHERE cache_key = 'used'"))
                .containsExactly("0");
    }

    private void insertAnswer() {
        scene.jdbc().update("INSERT INTO public.ai_response_cache (cache_key, lecture_ids) VALUES ('k', '{}')");
    }

    private void hits(int howMany) {
        for (int i = 0; i < howMany; i++) {
            scene.send(scene.topics().accesses(), "k", access("ai-responses", "quiz", Outcome.redis, 5, DAY));
        }
        scene.awaitCounted("statistics-accesses", scene.topics().accesses());
    }

    private static double unwritten(ConfigurableApplicationContext context, String table) {
        Counter counter = context.getBean(MeterRegistry.class)
                .find("freshet.statistics.unwritten")
                .tag("table", table)
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
