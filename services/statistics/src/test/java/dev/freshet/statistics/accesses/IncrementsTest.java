package dev.freshet.statistics.accesses;

import static dev.freshet.statistics.Events.access;
import static dev.freshet.statistics.Events.computed;
import static dev.freshet.statistics.accesses.Figure.ABSENT;
import static dev.freshet.statistics.accesses.Figure.BYPASSES;
import static dev.freshet.statistics.accesses.Figure.LOADS;
import static dev.freshet.statistics.accesses.Figure.LOAD_MILLIS;
import static dev.freshet.statistics.accesses.Figure.MISSES;
import static dev.freshet.statistics.accesses.Figure.NEEDLESS_INVALIDATIONS;
import static dev.freshet.statistics.accesses.Figure.POSTGRES_HITS;
import static dev.freshet.statistics.accesses.Figure.REDIS_HITS;
import static dev.freshet.statistics.accesses.Figure.TOKENS_SAVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.events.Access;
import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Access.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IncrementsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    @Test
    void addsUpByDayCacheAndOperation() {
        Increments increments = increments(
                access("b", "quiz", Outcome.redis, 10, "2026-01-02T00:00:00Z"),
                access("a", "quiz", Outcome.redis, 10, "2026-01-01T00:00:00Z"),
                access("a", "quiz", Outcome.postgres, 5, "2026-01-01T23:59:59Z"),
                access("a", "summary", Outcome.miss, 0, "2026-01-01T12:00:00Z"),
                new Access("a", null, Outcome.bypass, 0, Instant.parse("2026-01-01T12:00:00Z")));

        assertThat(increments.byOperation())
                .containsExactly(
                        entry(new OperationDay(FIRST, "a", ""), counts(Map.of(BYPASSES, 1L))),
                        entry(
                                new OperationDay(FIRST, "a", "quiz"),
                                counts(Map.of(REDIS_HITS, 1L, POSTGRES_HITS, 1L, TOKENS_SAVED, 15L))),
                        entry(new OperationDay(FIRST, "a", "summary"), counts(Map.of(MISSES, 1L))),
                        entry(
                                new OperationDay(FIRST.plusDays(1), "b", "quiz"),
                                counts(Map.of(REDIS_HITS, 1L, TOKENS_SAVED, 10L))));
        assertThat(increments.byDay())
                .containsExactly(
                        entry(
                                FIRST,
                                counts(Map.of(
                                        REDIS_HITS,
                                        1L,
                                        POSTGRES_HITS,
                                        1L,
                                        MISSES,
                                        1L,
                                        BYPASSES,
                                        1L,
                                        TOKENS_SAVED,
                                        15L))),
                        entry(FIRST.plusDays(1), counts(Map.of(REDIS_HITS, 1L, TOKENS_SAVED, 10L))));
    }

    @Test
    void countsABypassAsAMissAndLetsOnlyHitsSaveTokens() {
        Counts counts = Objects.requireNonNull(increments(
                        access("a", "quiz", Outcome.redis, 10, "2026-01-01T00:00:00Z"),
                        access("a", "quiz", Outcome.bypass, 99, "2026-01-01T00:00:00Z"),
                        access("a", "quiz", Outcome.miss, 99, "2026-01-01T00:00:00Z"))
                .byDay()
                .get(FIRST));

        assertThat(counts.total()).isEqualTo(3);
        assertThat(counts.hits()).isEqualTo(1);
        assertThat(counts.allMisses()).isEqualTo(2);
        assertThat(counts.of(TOKENS_SAVED)).isEqualTo(10);
    }

    @Test
    void countsWhyALookupMissedAndHowLongTheLoadTook() {
        assertThat(increments(computed("a", Reason.absent, 250, "h1", "2026-01-01T00:00:00Z"))
                        .byDay())
                .containsExactly(entry(FIRST, counts(Map.of(MISSES, 1L, ABSENT, 1L, LOADS, 1L, LOAD_MILLIS, 250L))));
    }

    @Test
    void aRefillFromTheSameContentWasNeedless() {
        assertThat(needless(
                        computed("a", Reason.absent, 1, "h1", "2026-01-01T00:00:00Z"),
                        computed("a", Reason.fence, 1, "h1", "2026-01-01T01:00:00Z")))
                .isEqualTo(1);
    }

    @Test
    void aRefillFromOtherContentOrLongAfterOrForAnotherReasonWasNot() {
        assertThat(needless(
                        computed("a", Reason.absent, 1, "h1", "2026-01-01T00:00:00Z"),
                        computed("a", Reason.hash, 1, "h2", "2026-01-01T01:00:00Z"),
                        computed("a", Reason.absent, 1, "h2", "2026-01-09T01:00:00Z"),
                        computed("a", Reason.lease, 1, "h2", "2026-01-09T02:00:00Z"),
                        computed("a", Reason.absent, 1, null, "2026-01-09T03:00:00Z"),
                        computed("a", Reason.absent, 1, "h2", "2026-01-09T04:00:00Z")))
                .isZero();
    }

    private static long needless(Access... accesses) {
        return increments(accesses).byDay().values().stream()
                .mapToLong(counts -> counts.of(NEEDLESS_INVALIDATIONS))
                .sum();
    }

    private static Increments increments(Access... accesses) {
        return Increments.of(
                Stream.of(accesses)
                        .map(access -> new Lookup("key", access, java.time.Instant.EPOCH))
                        .toList(),
                new Refills());
    }

    private static Counts counts(Map<Figure, Long> figures) {
        Counts counts = new Counts();
        figures.forEach(counts::add);
        return counts;
    }
}
