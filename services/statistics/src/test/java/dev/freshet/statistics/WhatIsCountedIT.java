package dev.freshet.statistics;

import static dev.freshet.statistics.Events.access;
import static dev.freshet.statistics.Events.computed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.events.Access;
import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Access.Reason;
import dev.freshet.events.Invalidation;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** More than hits and misses; each test has a cache of its own, or days of its own. */
class WhatIsCountedIT {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-06-30T12:00:00Z"), ZoneOffset.UTC);

    private static final Scene scene = new Scene(2, "lectures");

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() {
        context = scene.start(
                NOON,
                "freshet.statistics.prices.currency=EUR",
                "freshet.statistics.prices.per-answer=0.5",
                "freshet.statistics.prices.operations.quiz.per-million-tokens=2");
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void missesByReasonAndTheTimeThatLoadsTake() {
        send("a", computed("loads", Reason.absent, 2000, null, "2026-06-01T10:00:00Z"));
        send("a", computed("loads", Reason.hash, 4000, null, "2026-06-01T10:00:00Z"));
        send("a", access("loads", "quiz", Outcome.miss, 0, "2026-06-01T10:00:00Z"));
        send("a", access("loads", "quiz", Outcome.redis, 0, "2026-06-02T10:00:00Z"));
        send("b", access("loads", "quiz", Outcome.postgres, 0, "2026-06-02T10:00:00Z"));
        awaitCounted();

        JsonNode summary = get("/v1/stats/summary?cache=loads&from=2026-06-01");
        assertThat(summary.path("missesByReason").toString())
                .isEqualTo("{\"absent\":1,\"fence\":0,\"epoch\":0,\"lease\":0,\"hash\":1,\"away\":0,\"untold\":1}");
        assertThat(summary.path("loadMillisSaved").asLong()).isEqualTo(6000);
    }

    @Test
    void moneyByThePriceOfTheOperation() {
        send("a", access("money", "quiz", Outcome.redis, 3_000_000, "2026-06-01T10:00:00Z"));
        send("a", access("money", "quiz", Outcome.postgres, 1, "2026-06-01T10:00:00Z"));
        send("a", access("money", "summary", Outcome.redis, 1_000_000, "2026-06-02T10:00:00Z"));
        send("a", access("money", "summary", Outcome.miss, 0, "2026-06-02T10:00:00Z"));
        awaitCounted();

        JsonNode summary = get("/v1/stats/summary?cache=money&from=2026-06-01");
        assertThat(summary.path("currency").asString()).isEqualTo("EUR");
        assertThat(summary.path("moneySaved").decimalValue()).isEqualByComparingTo("6.500002");
        assertThat(get("/v1/stats/summary?cache=money&operation=summary&from=2026-06-01")
                        .path("moneySaved")
                        .decimalValue())
                .isEqualByComparingTo("0.5");
    }

    @Test
    void aNewPriceHoldsFromItsDayOn() {
        try (Scene other = new Scene(1)) {
            other.stop(other.start(at("2026-06-10"), "freshet.statistics.prices.per-answer=1"));
            other.stop(other.start(at("2026-06-20"), "freshet.statistics.prices.per-answer=3"));
            other.start(at("2026-06-20"), "freshet.statistics.prices.per-answer=4");
            for (String day : new String[] {"2026-06-01", "2026-06-19", "2026-06-20", "2026-07-01"}) {
                other.send(other.topics().accesses(), "k", access("c", "quiz", Outcome.redis, 0, day + "T10:00:00Z"));
            }
            other.awaitCounted("statistics-accesses", other.topics().accesses());

            assertThat(other.rows("SELECT date, money_saved::int FROM freshet.operation_figures ORDER BY date"))
                    .containsExactly("2026-06-01|1", "2026-06-19|1", "2026-06-20|4", "2026-07-01|4");
        }
    }

    @Test
    void theFirstPriceHoldsForWhatWasCountedBefore() {
        try (Scene other = new Scene(1)) {
            other.stop(other.start(at("2026-06-10")));
            other.stop(other.start(
                    at("2026-06-20"),
                    "freshet.statistics.prices.per-answer=1",
                    "freshet.statistics.prices.operations.quiz.per-answer=2"));
            other.stop(other.start(
                    at("2026-06-25"),
                    "freshet.statistics.prices.per-answer=1",
                    "freshet.statistics.prices.operations.quiz.per-answer=2",
                    "freshet.statistics.prices.operations.essay.per-answer=7"));
            other.stop(other.start(
                    at("2026-06-25"),
                    "freshet.statistics.prices.per-answer=1",
                    "freshet.statistics.prices.operations.quiz.per-answer=2",
                    "freshet.statistics.prices.operations.essay.per-answer=8"));
            assertThat(
                            other.rows(
                                    "SELECT operation, since::text, until::text, per_answer::int FROM freshet.price ORDER BY 1, 2"))
                    .containsExactly(
                            "|-infinity|infinity|1", "essay|2026-06-25|infinity|8", "quiz|-infinity|infinity|2");
        }
    }

    @Test
    void aDaysHitsAreWorthWhatTheDaysOwnLoadsTook() {
        send("a", computed("own", Reason.absent, 1000, null, "2026-06-01T10:00:00Z"));
        send("a", access("own", "quiz", Outcome.redis, 0, "2026-06-01T11:00:00Z"));
        send("a", computed("own", Reason.absent, 5000, null, "2026-06-02T10:00:00Z"));
        send("a", access("own", "quiz", Outcome.redis, 0, "2026-06-02T11:00:00Z"));
        send("a", access("own", "quiz", Outcome.redis, 0, "2026-06-03T11:00:00Z"));
        awaitCounted();

        assertThat(scene.rows("SELECT date, load_millis_saved::int FROM freshet.operation_figures WHERE cache = 'own'"
                        + " ORDER BY date"))
                .containsExactly("2026-06-01|1000", "2026-06-02|5000", "2026-06-03|3000");
    }

    @Test
    void needlessInvalidationsAlsoAcrossBatches() {
        send("x", computed("vain", Reason.absent, 1, "h1", "2026-06-01T10:00:00Z"));
        awaitCounted();
        send("x", computed("vain", Reason.absent, 1, "h1", "2026-06-01T11:00:00Z"));
        send("y", computed("vain", Reason.absent, 1, "h1", "2026-06-01T11:00:00Z"));
        awaitCounted();
        send("x", computed("vain", Reason.hash, 1, "h2", "2026-06-01T12:00:00Z"));
        awaitCounted();

        assertThat(get("/v1/stats/summary?cache=vain&from=2026-06-01")
                        .path("needlessInvalidations")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void theTimeFromCommitToInvalidatedPerDayAndOverAll() {
        for (int i = 1; i <= 100; i++) {
            invalidated("slow", i, "2026-06-01T10:00:00Z");
        }
        scene.awaitCounted("statistics-invalidations", scene.topics().invalidations());
        for (int i = 101; i <= 200; i++) {
            invalidated("slow", i, "2026-06-02T10:00:00Z");
        }
        invalidated("slow", -5, "2026-06-02T10:00:00Z");
        scene.awaitCounted("statistics-invalidations", scene.topics().invalidations());

        JsonNode first = get("/v1/stats/summary?cache=slow&from=2026-06-01&to=2026-06-01")
                .path("latencyMillis");
        assertThat(first.path("p50").asDouble()).isBetween(49.5, 50.5);
        assertThat(first.path("p99").asDouble()).isBetween(98.0, 100.0);
        JsonNode both = get("/v1/stats/summary?cache=slow&from=2026-06-01").path("latencyMillis");
        assertThat(both.path("p50").asDouble()).isBetween(99.0, 101.5);
        assertThat(both.path("p95").asDouble()).isBetween(188.0, 192.0);
        assertThat(scene.rows("SELECT date, latencies, p50_millis BETWEEN 49 AND 51 FROM freshet.daily_invalidation"
                        + " WHERE cache = 'slow' ORDER BY date"))
                .containsExactly("2026-06-01|100|true", "2026-06-02|101|false");
    }

    @Test
    void raisesTheCountersOfRowsWithTheirTimes() {
        scene.jdbc()
                .update("INSERT INTO public.ai_response_cache (cache_key, lecture_ids, hit_count, last_accessed_at)"
                        + " VALUES ('row-1', '{}', 3, '2026-01-01'), ('row-2', '{}', 2147483640, '2026-01-01'),"
                        + " ('row-3', '{}', 0, '2026-01-01')");
        for (int i = 0; i < 10; i++) {
            send("row-1", access("ai-responses", "quiz", Outcome.redis, 5, "2026-06-03T10:00:00Z"));
            send("row-2", access("ai-responses", "quiz", Outcome.redis, 5, "2026-06-03T11:00:00Z"));
            send("row-3", access("ai-responses", "quiz", Outcome.miss, 0, "2026-06-03T12:00:00Z"));
            send("gone", access("ai-responses", "quiz", Outcome.postgres, 0, "2026-06-03T10:00:00Z"));
            send("row-1", access("other-cache", "quiz", Outcome.redis, 5, "2026-06-04T10:00:00Z"));
        }
        awaitCounted();

        assertThat(scene.rows("SELECT cache_key, hit_count, date_trunc('second', last_accessed_at AT TIME ZONE 'UTC')"
                        + " FROM public.ai_response_cache WHERE cache_key LIKE 'row-_' ORDER BY 1"))
                .containsExactly(
                        "row-1|13|2026-06-03 10:00:00.0",
                        "row-2|2147483647|2026-06-03 11:00:00.0",
                        "row-3|0|2026-01-01 00:00:00.0");
    }

    @Test
    void anAbsurdKeyIsCountedAllTheSame() {
        send("k".repeat(20_000), access("keys", "quiz", Outcome.redis, 0, "2026-06-05T10:00:00Z"));
        send(null, access("keys", "quiz", Outcome.redis, 0, "2026-06-05T10:00:00Z"));
        send("\0", access("keys", "quiz", Outcome.redis, 0, "2026-06-05T10:00:00Z"));
        awaitCounted();

        assertThat(get("/v1/stats/summary?cache=keys&from=2026-06-05")
                        .path("cacheHits")
                        .asLong())
                .isEqualTo(3);
    }

    private static Clock at(String day) {
        return Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC);
    }

    private static void invalidated(String cache, long millis, String appliedAt) {
        Instant applied = Instant.parse(appliedAt);
        var change = new Invalidation.Change("public.lectures", "update", "1", "0/1", applied.minusMillis(millis));
        scene.send(
                scene.topics().invalidations(),
                "t",
                new Invalidation(UUID.randomUUID().toString(), cache, "t", change, null, 0, 0, applied));
    }

    private static void send(@org.jspecify.annotations.Nullable String key, Access access) {
        scene.send(scene.topics().accesses(), key, access);
    }

    private static void awaitCounted() {
        scene.awaitCounted("statistics-accesses", scene.topics().accesses());
    }

    private static JsonNode get(String path) {
        HttpResponse<String> response = Scene.get(context, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }
}
