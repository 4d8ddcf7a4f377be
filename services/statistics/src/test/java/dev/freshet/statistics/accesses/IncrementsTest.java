package dev.freshet.statistics.accesses;

import static dev.freshet.statistics.Events.access;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.events.Access;
import dev.freshet.events.Access.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncrementsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    @Test
    void addsUpByDayCacheAndOperation() {
        Increments increments = Increments.of(List.of(
                access("b", "quiz", Outcome.redis, 10, "2026-01-02T00:00:00Z"),
                access("a", "quiz", Outcome.redis, 10, "2026-01-01T00:00:00Z"),
                access("a", "quiz", Outcome.postgres, 5, "2026-01-01T23:59:59Z"),
                access("a", "summary", Outcome.miss, 0, "2026-01-01T12:00:00Z"),
                new Access("a", null, Outcome.bypass, 0, Instant.parse("2026-01-01T12:00:00Z"))));

        assertThat(increments.byOperation())
                .containsExactly(
                        entry(new OperationDay(FIRST, "a", ""), new Counts(0, 0, 0, 1, 0)),
                        entry(new OperationDay(FIRST, "a", "quiz"), new Counts(1, 1, 0, 0, 15)),
                        entry(new OperationDay(FIRST, "a", "summary"), new Counts(0, 0, 1, 0, 0)),
                        entry(new OperationDay(FIRST.plusDays(1), "b", "quiz"), new Counts(1, 0, 0, 0, 10)));
        assertThat(increments.byDay())
                .containsExactly(
                        entry(FIRST, new Counts(1, 1, 1, 1, 15)), entry(FIRST.plusDays(1), new Counts(1, 0, 0, 0, 10)));
    }

    @Test
    void countsABypassAsAMissAndLetsOnlyHitsSaveTokens() {
        Counts counts = Counts.of(access("a", "quiz", Outcome.redis, 10, "2026-01-01T00:00:00Z"))
                .plus(Counts.of(access("a", "quiz", Outcome.bypass, 99, "2026-01-01T00:00:00Z")))
                .plus(Counts.of(access("a", "quiz", Outcome.miss, 99, "2026-01-01T00:00:00Z")));

        assertThat(counts.total()).isEqualTo(3);
        assertThat(counts.hits()).isEqualTo(1);
        assertThat(counts.allMisses()).isEqualTo(2);
        assertThat(counts.tokensSaved()).isEqualTo(10);
    }
}
