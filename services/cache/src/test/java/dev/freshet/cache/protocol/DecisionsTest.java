package dev.freshet.cache.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.cache.protocol.Filling.Row;
import dev.freshet.cache.protocol.Filling.Rows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private static final List<String> TAGS = List.of("a", "b");
    private static final Ticket TICKET = new Ticket("e", Map.of("a", "1", "b", "2"));
    private static final View STANDING = new View("e", Map.of("a", "1", "b", "2"), 1_000L, 1_500L);

    @Test
    void everythingPresentAndEqualIsAHit() {
        assertThat(Verdict.of(TICKET, STANDING, TAGS, Bound.LEASE)).isEqualTo(Verdict.HIT);
    }

    @Test
    void whatIsAbsentEqualsNothing() {
        assertThat(Verdict.of(null, STANDING, TAGS, Bound.LEASE)).isEqualTo(Verdict.ABSENT);
        assertThat(Verdict.of(TICKET, new View(null, STANDING.fences(), 1L, null), TAGS, Bound.LEASE))
                .isEqualTo(Verdict.EPOCH);
        assertThat(Verdict.of(TICKET, new View("e", Map.of("a", "1"), 1L, null), TAGS, Bound.LEASE))
                .isEqualTo(Verdict.FENCE);
        assertThat(Verdict.of(TICKET, new View("e", STANDING.fences(), null, null), TAGS, Bound.LEASE))
                .isEqualTo(Verdict.LEASE);
    }

    @Test
    void anEntryThatDoesNotRememberATagIsNoAnswer() {
        assertThat(Verdict.of(new Ticket("e", Map.of("a", "1")), STANDING, TAGS, Bound.LEASE))
                .isEqualTo(Verdict.FENCE);
    }

    @Test
    void aBoundComparesTheBeatWithTheServersTime() {
        assertThat(Verdict.of(TICKET, STANDING, TAGS, Bound.atMost(Duration.ofMillis(501))))
                .isEqualTo(Verdict.HIT);
        assertThat(Verdict.of(TICKET, STANDING, TAGS, Bound.atMost(Duration.ofMillis(500))))
                .isEqualTo(Verdict.LEASE);
        assertThatIllegalArgumentException().isThrownBy(() -> Bound.atMost(Duration.ofMillis(-1)));
    }

    @Test
    void aTicketIsThereOnlyWhenAllIs() {
        assertThat(STANDING.ticket(TAGS)).contains(TICKET);
        assertThat(STANDING.ticket(List.of("a", "c"))).isEmpty();
        assertThat(View.NOTHING.ticket(TAGS)).isEmpty();
    }

    @Test
    void aKeyFollowsItsRowWhereFreshTells() {
        Filling filling = new Filling(Rows.FRESH, false, TICKET);

        assertThat(filling.triesRow()).isTrue();
        assertThat(filling.triesKey(Row.STORED)).isTrue();
        assertThat(List.of(Row.STALE, Row.FAILED, Row.SKIPPED)).noneMatch(filling::triesKey);
    }

    @Test
    void whatWasReadOnAStandbyIsNotKeptWithoutFresh() {
        for (Rows rows : List.of(Rows.NONE, Rows.FENCES)) {
            assertThat(new Filling(rows, false, TICKET).triesRow()).isFalse();
            assertThat(new Filling(rows, false, TICKET).triesKey(Row.SKIPPED)).isFalse();
            assertThat(new Filling(rows, true, TICKET).triesKey(Row.SKIPPED)).isTrue();
        }
    }

    @Test
    void aJoinerNeedsItsFencesOrARowThatIsCurrentAfterItCame() {
        assertThat(Joining.of(TICKET, true, STANDING, Bound.LEASE, Rows.NONE)).isEqualTo(Joining.TRUSTED);
        assertThat(Joining.of(null, false, STANDING, Bound.LEASE, Rows.FRESH)).isEqualTo(Joining.IF_CONFIRMED);
        assertThat(Joining.of(null, true, STANDING, Bound.LEASE, Rows.FRESH)).isEqualTo(Joining.REFUSED);
        View changed = new View("e", Map.of("a", "1", "b", "3"), 1_000L, 1_500L);
        assertThat(Joining.of(TICKET, false, changed, Bound.LEASE, Rows.FRESH)).isEqualTo(Joining.REFUSED);
        View lapsed = new View("e", STANDING.fences(), null, null);
        assertThat(Joining.of(TICKET, false, lapsed, Bound.LEASE, Rows.FRESH)).isEqualTo(Joining.IF_CONFIRMED);
        assertThat(Joining.of(TICKET, false, View.NOTHING, Bound.LEASE, Rows.FRESH))
                .isEqualTo(Joining.IF_CONFIRMED);
        assertThat(Joining.of(null, false, STANDING, Bound.LEASE, Rows.FENCES)).isEqualTo(Joining.REFUSED);

        assertThat(Joining.TRUSTED.accepts(true, false)).isTrue();
        assertThat(Joining.TRUSTED.accepts(false, false)).isFalse();
        assertThat(Joining.IF_CONFIRMED.accepts(true, false)).isFalse();
        assertThat(Joining.IF_CONFIRMED.accepts(false, true)).isTrue();
        assertThat(Joining.REFUSED.accepts(true, true)).isFalse();
    }
}
