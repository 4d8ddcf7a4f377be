package dev.freshet.capture.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransactionIdsTest {

    private static final long WRAP = 1L << 32;

    @Test
    void keepsAnIdOfTheReferencesEpoch() {
        assertThat(new TransactionIds(3 * WRAP + 1000).widen(900)).isEqualTo(3 * WRAP + 900);
        assertThat(new TransactionIds(3 * WRAP + 1000).widen(1100)).isEqualTo(3 * WRAP + 1100);
    }

    @Test
    void placesAnIdFromBeforeAWrapInTheEpochBefore() {
        assertThat(new TransactionIds(3 * WRAP + 10).widen(WRAP - 5)).isEqualTo(3 * WRAP - 5);
    }

    @Test
    void placesAnIdFromAfterAWrapInTheEpochAfter() {
        assertThat(new TransactionIds(3 * WRAP - 5).widen(10)).isEqualTo(3 * WRAP + 10);
    }

    @Test
    void reachesHalfTheRangeBothWays() {
        long reference = 5 * WRAP + 7;
        assertThat(new TransactionIds(reference).widen(low(reference + Integer.MAX_VALUE)))
                .isEqualTo(reference + Integer.MAX_VALUE);
        assertThat(new TransactionIds(reference).widen(low(reference + Integer.MIN_VALUE)))
                .isEqualTo(reference + Integer.MIN_VALUE);
    }

    @Test
    void movesWithTheStreamAcrossManyWraps() {
        TransactionIds ids = new TransactionIds(1000);
        for (long id = 1000; id < 20 * WRAP; id += Integer.MAX_VALUE / 2) {
            assertThat(ids.widen(low(id))).isEqualTo(id);
        }
    }

    @Test
    void doesNotMoveBack() {
        TransactionIds ids = new TransactionIds(2 * WRAP + 10);
        ids.widen(WRAP - 2_000_000_000L);

        assertThat(ids.widen(2_000_000_000L)).isEqualTo(2 * WRAP + 2_000_000_000L);
    }

    private static long low(long id) {
        return id & 0xFFFFFFFFL;
    }
}
