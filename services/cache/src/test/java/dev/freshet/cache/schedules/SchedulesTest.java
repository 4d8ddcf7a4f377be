package dev.freshet.cache.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No schedule of the protocol serves a stale answer, and some schedule of each weaker one does. The small world is run in
 * every order to its end (342,042 schedules through 188,134 states, equal ones merged). The large one is run with every
 * setting and every first 2 steps (7,848 schedules), in the nightly build 3 (63,504), at random beyond; and 200,000 times
 * wholly at random, in the nightly build a million times. The system properties {@code freshet.schedules.depth} and
 * {@code freshet.schedules} say so.
 */
class SchedulesTest {

    private static final long RANDOM = Long.getLong("freshet.schedules", 200_000);
    /** The first five choices are the setting. */
    private static final int DEPTH = 5 + Integer.getInteger("freshet.schedules.depth", 2);

    private static final long PATIENCE = 1_000_000;

    @Test
    void everyOrderOfASmallWorldIsFreeOfStaleAnswers() {
        Explorer.Result result = new Explorer(Weakness.NONE, Run::small).everyOrder();

        System.out.println("small world, every order: " + result.told());
        assertThat(result.stale()).as(result.told()).isNull();
    }

    /** So states that are merged are equal ones: those weaknesses that need neither a second change nor a mishap. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "PLAIN_DELETE",
                "DELETE_TWICE",
                "MEMCACHED_LEASE",
                "NO_GATE",
                "STANDBY_SNAPSHOT",
                "STANDBY_KEPT",
                "NO_EPOCH_FOR_THE_UNKNOWN"
            })
    void someOrderOfASmallWorldCatchesAWeakerProtocol(Weakness weakness) {
        Explorer.Result result = new Explorer(weakness, Run::small).everyOrder();

        assertThat(result.stale()).as("%s: %s", weakness, result.told()).isNotNull();
    }

    @Test
    void everyBeginningOfALargeWorldIsFreeOfStaleAnswers() {
        Explorer.Result result = new Explorer(Weakness.NONE, Run::large).exhaustively(DEPTH);

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
