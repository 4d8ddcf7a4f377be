package dev.freshet.cache.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No schedule of the protocol serves a stale answer, and some schedule of each weaker one does. The system property
 * {@code freshet.schedules} says how many random schedules are run: a million in the nightly build.
 */
class SchedulesTest {

    private static final long RANDOM = Long.getLong("freshet.schedules", 200_000);
    /** The first five choices are the setting. */
    private static final int DEPTH = 5 + Integer.getInteger("freshet.schedules.depth", 2);

    private static final long PATIENCE = 1_000_000;

    @Test
    void everyBeginningOfASmallWorldIsFreeOfStaleAnswers() {
        Explorer.Result result = new Explorer(Weakness.NONE, Run::small).exhaustively(2 * DEPTH - 5, 5_000_000);

        System.out.println("small world, every first " + 2 * (DEPTH - 5) + " steps: " + result.told());
        assertThat(result.stale()).as(result.told()).isNull();
    }

    @Test
    void everyBeginningOfALargeWorldIsFreeOfStaleAnswers() {
        Explorer.Result result = new Explorer(Weakness.NONE, Run::large).exhaustively(DEPTH, Long.MAX_VALUE);

        System.out.println("large world, every first " + (DEPTH - 5) + " steps: " + result.told());
        assertThat(result.stale()).as(result.told()).isNull();
    }

    @Test
    void randomOrdersOfALargeWorldAreFreeOfStaleAnswers() {
        Explorer.Result result = new Explorer(Weakness.NONE, Run::large).atRandom(RANDOM / 2, 20260101);

        System.out.println("large world, at random: " + result.told());
        assertThat(result.stale()).as(result.told()).isNull();
    }

    @Test
    void randomOrdersOfSomeOfItAreFreeOfStaleAnswers() {
        Explorer.Result result = new Explorer(Weakness.NONE, Run::some).atRandom(RANDOM / 2, 20260102);

        System.out.println("some of the large world, at random: " + result.told());
        assertThat(result.stale()).as(result.told()).isNull();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aWeakerProtocolIsCaught(Weakness weakness) {
        Explorer.Result result = new Explorer(weakness, Run::some).atRandom(PATIENCE, 1);

        System.out.println(
                weakness + ": " + (result.stale() == null ? "not caught" : "caught in schedule " + result.schedules()));
        assertThat(result.stale()).as("%s is as good as the protocol", weakness).isNotNull();
    }
}
