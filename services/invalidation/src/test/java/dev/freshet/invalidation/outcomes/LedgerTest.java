package dev.freshet.invalidation.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.events.Invalidation;
import dev.freshet.invalidation.changes.Cause;
import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.changes.Origin;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleTag;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Stale A = new StaleTag("c", "a");
    private static final Stale B = new StaleTag("c", "b");
    private static final Invalidation.Change CHANGE = new Invalidation.Change("public.t", "update", null, null, null);
    private static final Instant NOW = Instant.EPOCH;

    @Test
    void mergesWorkButNotOutcomes() {
        Ledger ledger = new Ledger(List.of(effect(1, A), effect(2, A), effect(3, A, B)));

        assertThat(ledger.stale()).containsExactly(A, B);
        assertThat(ledger.events(NOW)).extracting(Invalidation::tag).containsExactly("a", "a", "a", "b");
        assertThat(ledger.events(NOW)).extracting(Invalidation::id).doesNotHaveDuplicates();
    }

    @Test
    void aRemovedRowCountsOnceWithTheFirstOutcomeItBelongsTo() {
        Ledger ledger = new Ledger(List.of(effect(1, B), effect(2, A), effect(3, A)));

        ledger.rowRemoved(List.of(A, B));
        ledger.rowRemoved(List.of(A));
        ledger.keyRemoved(List.of(A));

        assertThat(ledger.events(NOW)).extracting(Invalidation::rowsDeleted).containsExactly(1L, 1L, 0L);
        assertThat(ledger.events(NOW)).extracting(Invalidation::keysRemoved).containsExactly(0L, 1L, 0L);
    }

    @Test
    void aRowFoundByAnotherSpellingIsNotForgotten() {
        Ledger ledger = new Ledger(List.of(effect(1, A)));

        ledger.rowRemoved(List.of(new StaleTag("c", "as it spells itself")));

        assertThat(ledger.events(NOW)).extracting(Invalidation::rowsDeleted).containsExactly(1L);
    }

    private static Effect effect(long offset, Stale... stale) {
        Cause cause = new Cause(new Origin("topic", "id", 0, offset), CHANGE, null);
        return new Effect(cause, new java.util.LinkedHashSet<>(List.of(stale)), Set.of("c"), null, null);
    }
}
