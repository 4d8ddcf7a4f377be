package dev.freshet.statistics;

import static dev.freshet.statistics.Events.access;
import static dev.freshet.statistics.Events.computed;
import static dev.freshet.statistics.Events.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Access.Reason;
import dev.freshet.statistics.StatsProgram.Finished;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command, as its user sees it, on figures that are right, wrong, and beyond the topic's retention. */
class RecountIT {

    private final Scene scene = new Scene(2, "lectures");

    @BeforeEach
    void countSomething() {
        String accesses = scene.topics().accesses();
        for (int i = 0; i < 50; i++) {
            String time = "2026-06-0" + (1 + i % 3) + "T10:00:00Z";
            scene.send(accesses, "k" + i % 7, access("c", "quiz", i % 2 == 0 ? Outcome.redis : Outcome.miss, 10, time));
            scene.send(accesses, "k" + i % 7, computed("c", Reason.absent, 100, "h", time));
        }
        scene.sendRaw(accesses, "k", "poison".getBytes(StandardCharsets.UTF_8));
        for (String id : List.of("a", "b", "a")) {
            scene.send(scene.topics().invalidations(), "t", outcome(id, "c", 1, 2, "2026-06-02T10:00:00Z"));
        }
        scene.start();
        scene.awaitCounted("statistics-accesses", accesses);
        scene.awaitCounted("statistics-invalidations", scene.topics().invalidations());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void findsNoDifferenceWhereThereIsNone() {
        Finished recount = run("recount", "--from=2026-06-01", "--to=2026-06-03");

        assertThat(recount.output()).contains("104 records counted again, 0 differences");
        assertThat(recount.exitCode()).isZero();
    }

    @Test
    void printsWhatIsWrongAndReplacesItOnlyWhenTold() {
        List<String> right = figures();
        scene.jdbc().update("UPDATE freshet.daily_operation SET misses = misses + 3 WHERE date = '2026-06-02'");
        scene.jdbc()
                .update("UPDATE public.ai_cache_stats SET cache_misses = cache_misses + 3,"
                        + " total_requests = total_requests + 3 WHERE date = '2026-06-02'");
        scene.jdbc().update("DELETE FROM freshet.daily_operation WHERE date = '2026-06-03'");
        scene.jdbc().update("DELETE FROM public.ai_cache_stats WHERE date = '2026-06-03'");
        scene.jdbc()
                .update("INSERT INTO freshet.daily_operation (date, cache, operation, misses)"
                        + " VALUES ('2026-06-01', 'ghost', '', 5)");
        scene.jdbc()
                .update("UPDATE public.ai_cache_stats SET cache_misses = cache_misses + 5,"
                        + " total_requests = total_requests + 5 WHERE date = '2026-06-01'");
        scene.jdbc().update("UPDATE freshet.daily_invalidation SET rows_deleted = 0");

        Finished recount = run("recount", "--from=2026-06-01", "--to=2026-06-03");
        assertThat(recount.output())
                .contains("2026-06-02 c quiz: misses is 29, and counted again 26")
                .contains("2026-06-01 ghost: misses is 5, and counted again 0")
                .contains("2026-06-02 c: rows_deleted is 0, and counted again 2");
        assertThat(recount.exitCode()).isEqualTo(3);
        assertThat(figures()).isNotEqualTo(right);

        assertThat(run("recount", "--from=2026-06-01", "--to=2026-06-03", "--replace")
                        .exitCode())
                .isZero();
        assertThat(figures()).isEqualTo(right);
        assertThat(run("recount", "--from=2026-06-01", "--to=2026-06-03").output())
                .contains(" 0 differences");
    }

    /** What is counted between the look at the positions and the look at the figures must be in both or in neither. */
    @Test
    void replacesRightWhileLookupsAreCounted() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> traffic = CompletableFuture.supplyAsync(() -> {
            int hits = 0;
            for (; !enough.get(); hits++) {
                scene.send(
                        scene.topics().accesses(),
                        "k" + hits,
                        access("c", "traffic", Outcome.redis, 1, "2026-06-02T10:00:00Z"));
                LockSupport.parkNanos(200_000);
            }
            return hits;
        });
        for (int i = 0; i < 5; i++) {
            scene.jdbc().update("UPDATE freshet.daily_operation SET misses = misses + 1 WHERE operation = 'quiz'");
            assertThat(run("recount", "--from=2026-06-01", "--to=2026-06-03", "--replace")
                            .exitCode())
                    .isZero();
        }
        enough.set(true);
        int hits = traffic.get();
        scene.awaitCounted("statistics-accesses", scene.topics().accesses());

        assertThat(scene.rows("SELECT redis_hits FROM freshet.daily_operation WHERE operation = 'traffic'"))
                .containsExactly(Integer.toString(hits));
        assertThat(run("recount", "--from=2026-06-01", "--to=2026-06-03").output())
                .contains(" 0 differences");
    }

    @Test
    void looksAtTheTablesBesideTheDaysToo() {
        List<String> right = figures();
        scene.jdbc().update("UPDATE public.ai_cache_stats SET cache_misses = 7 WHERE date = '2026-06-02'");
        scene.jdbc().update("UPDATE freshet.operation SET loads = 49, load_millis = 1");

        Finished recount = run("recount", "--from=2026-06-01", "--to=2026-06-03");
        assertThat(recount.output())
                .contains("2026-06-02 public.ai_cache_stats: cache_misses is 7, and counted again 26")
                .contains("all days c quiz: loads is 49, and counted again 50")
                .contains("all days c quiz: load_millis is 1, and counted again 5000")
                .contains(" 3 differences");
        run("recount", "--from=2026-06-01", "--to=2026-06-03", "--replace");
        assertThat(figures()).isEqualTo(right);
    }

    @Test
    void doesNotCountWhatTheDatabaseRefusedToCount() {
        scene.jdbc()
                .execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                        + " RAISE EXCEPTION ''too large'' USING ERRCODE = ''22003''; END'");
        scene.jdbc()
                .execute("CREATE TRIGGER refuse BEFORE INSERT ON freshet.daily_operation FOR EACH ROW"
                        + " WHEN (NEW.operation = 'huge') EXECUTE FUNCTION refuse()");
        String accesses = scene.topics().accesses();
        scene.send(accesses, "k", access("c", "huge", Outcome.redis, 10, "2026-06-01T10:00:00Z"));
        scene.send(accesses, "k", access("c", "quiz", Outcome.redis, 10, "2026-06-01T10:00:00Z"));
        scene.awaitCounted("statistics-accesses", accesses);
        assertThat(scene.rows("SELECT consumer, reason FROM freshet.refused_record"))
                .singleElement()
                .asString()
                .startsWith("statistics-accesses|the database refused it: ERROR: too large");

        Finished recount = run("recount", "--from=2026-06-01", "--to=2026-06-03");
        assertThat(recount.output()).contains("106 records counted again, 0 differences");
    }

    @Test
    void refusesDaysWhoseFiguresAreNoLongerKept() {
        StatsProgram forgetful = new StatsProgram(scene, "freshet.statistics.retention.daily=28d");

        Finished recount = forgetful.run("recount", "--from=2026-06-01", "--to=2026-06-03", "--replace");
        assertThat(recount.exitCode()).isEqualTo(1);
        assertThat(recount.output())
                .contains("the figures of days before 2026-06-02 are removed: freshet.statistics.retention.daily");
        assertThat(forgetful
                        .run("recount", "--from=2026-06-02", "--to=2026-06-03")
                        .output())
                .contains(" 0 differences");
    }

    @Test
    void refusesDaysThatTheTopicNoLongerHas() throws Exception {
        TopicPartition cut = new TopicPartition(scene.topics().accesses(), 0);
        scene.admin()
                .deleteRecords(Map.of(cut, RecordsToDelete.beforeOffset(3)))
                .all()
                .get();

        Finished recount = run("recount", "--from=2026-06-01", "--to=2026-06-03", "--replace");
        assertThat(recount.exitCode()).isEqualTo(1);
        assertThat(recount.output()).contains("no longer has all records of 2026-06-01");
    }

    @Test
    void aNumberInTheWrongPlaceIsAMisuse() {
        assertThat(run("--from=2026-06-31").exitCode()).isEqualTo(2);
        assertThat(run("--from=2026-06-31").output()).contains("--from is no date");
        assertThat(run("--operation=cooking").output()).contains("--operation is not known");
        assertThat(run("recount", "--from=2026-06-03", "--to=2026-06-01").exitCode())
                .isEqualTo(2);
    }

    @Test
    void showsADayPerLineWithABar() {
        assertThat(run("--from=2026-06-01", "--to=2026-06-04").output().lines())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("date").contains("requests", "hit rate", "USD saved"),
                        first -> assertThat(first)
                                .startsWith("2026-06-01           34            9   26.5 %")
                                .endsWith("░"),
                        second -> assertThat(second).startsWith("2026-06-02").contains("█"),
                        third -> assertThat(third).startsWith("2026-06-03"),
                        all -> assertThat(all)
                                .startsWith("all                 100           25   25.0 %            250"));
    }

    private List<String> figures() {
        List<String> figures = scene.rows(
                "SELECT date, cache, operation, redis_hits, misses, absent, tokens_saved, loads, needless_invalidations"
                        + " FROM freshet.daily_operation ORDER BY 1, 2, 3");
        figures = new java.util.ArrayList<>(figures);
        figures.addAll(scene.rows("SELECT cache, operation, loads, load_millis FROM freshet.operation"));
        figures.addAll(scene.rows("SELECT date, total_requests, cache_misses FROM public.ai_cache_stats ORDER BY 1"));
        figures.addAll(scene.rows("SELECT date, invalidations, rows_deleted FROM freshet.daily_invalidation"));
        return figures;
    }

    private Finished run(String... arguments) {
        return new StatsProgram(scene).run(arguments);
    }
}
