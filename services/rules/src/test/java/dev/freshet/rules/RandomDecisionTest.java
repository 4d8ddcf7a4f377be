package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Random rules, rows and replica identities: a change as PostgreSQL and Debezium would tell it, decided, against what
 * the true old and new row say. Set the system property {@code freshet.seed} to repeat a failure.
 */
class RandomDecisionTest {

    private static final int ROUNDS = 20_000;

    private int exact;
    private int wider;

    @RepeatedTest(3)
    void nothingThatIsTrulyStaleIsLostAndNothingElseIsNamedWhereAllIsKnown() {
        long seed = Long.getLong("freshet.seed", System.nanoTime());
        System.out.println("RandomDecisionTest: -Dfreshet.seed=" + seed);
        Random random = new Random(seed);

        for (int round = 0; round < ROUNDS; round++) {
            TellTale tale = new TellTale(random);
            int number = round;
            check(tale, () -> "seed " + seed + ", round " + number + "\n" + tale);
        }
        assertThat(exact).as("rounds in which a tag or key was named").isGreaterThan(ROUNDS / 10);
        assertThat(wider)
                .as("rounds in which the whole cache was named instead")
                .isGreaterThan(ROUNDS / 100);
    }

    private void check(TellTale tale, Supplier<String> what) {
        Set<Stale> truth = tale.trulyStale();
        Set<Stale> decided = new Decision(tale.rules()).stale(tale.change());

        assertThat(truth).as(what).allMatch(stale -> decided.contains(stale) || wider(decided, stale));
        if (tale.tellsAll()) {
            assertThat(decided).as(what).isEqualTo(truth);
        }
        exact += decided.stream().anyMatch(stale -> !(stale instanceof StaleCache)) ? 1 : 0;
        wider += decided.containsAll(truth) ? 0 : 1;
    }

    private static boolean wider(Set<Stale> decided, Stale stale) {
        return decided.contains(new StaleCache(stale.cache()));
    }

    @Test
    void theTaleItselfIsVaried() {
        Random random = new Random(1);
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            TellTale tale = new TellTale(random);
            seen.add(tale.change().operation() + (tale.change().before() == null ? "-" : "+"));
            seen.add(tale.tellsAll() ? "all" : "some");
        }
        assertThat(seen).contains("INSERT-", "UPDATE-", "UPDATE+", "DELETE+", "TRUNCATE-", "all", "some");
    }
}
