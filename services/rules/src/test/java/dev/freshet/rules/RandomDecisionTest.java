package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.rules.RandomRules.Rule;
import dev.freshet.rules.RandomRules.Source;
import dev.freshet.rules.RandomTable.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Random rules files, read by the parser, with random rows and replica identities: a change as PostgreSQL and Debezium
 * would tell it, decided, against what the true old and new row say. Set the system property {@code freshet.seed} to
 * repeat a failure.
 */
class RandomDecisionTest {

    private static final int FILES = 1_000;
    private static final int CHANGES = 10;

    private int exact;
    private int wider;

    @RepeatedTest(3)
    void nothingThatIsTrulyStaleIsLostAndNothingElseIsNamedWhereAllIsKnown() {
        long seed = Long.getLong("freshet.seed", System.nanoTime());
        System.out.println("RandomDecisionTest: -Dfreshet.seed=" + seed);
        Random random = new Random(seed);

        for (int file = 0; file < FILES; file++) {
            RandomRules rules = new RandomRules(random);
            String yaml = rules.yaml();
            Supplier<String> which = numbered("seed " + seed + ", file ", file, yaml);
            Decision decision = new Decision(parsed(yaml, which));
            for (int i = 0; i < CHANGES; i++) {
                Source source =
                        rules.sources().get(random.nextInt(rules.sources().size()));
                RandomChange change = new RandomChange(random, source);
                check(rules.trulyStale(change), decision.stale(change.told()), change, () -> which.get() + change);
            }
        }
        assertThat(exact).as("changes by which a tag or key was named").isGreaterThan(FILES * CHANGES / 10);
        assertThat(wider)
                .as("changes by which the whole cache was named instead")
                .isGreaterThan(FILES * CHANGES / 100);
    }

    private static Supplier<String> numbered(String words, int number, String yaml) {
        return () -> words + number + "\n" + yaml + "\n";
    }

    private static RuleSet parsed(String yaml, Supplier<String> which) {
        try {
            return RulesFile.read("random.yaml", yaml);
        } catch (InvalidRulesException e) {
            throw new AssertionError(which.get(), e);
        }
    }

    private void check(Set<Stale> truth, Set<Stale> decided, RandomChange change, Supplier<String> what) {
        assertThat(truth).as(what).allMatch(stale -> decided.contains(stale) || wider(decided, stale));
        if (change.tellsAll()) {
            assertThat(decided).as(what).isEqualTo(truth);
        }
        exact += decided.stream().anyMatch(stale -> !(stale instanceof StaleCache)) ? 1 : 0;
        wider += decided.containsAll(truth) ? 0 : 1;
    }

    private static boolean wider(Set<Stale> decided, Stale stale) {
        return decided.contains(new StaleCache(stale.cache()));
    }

    @Test
    void theFilesAndChangesAreVaried() {
        Random random = new Random(1);
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 300; i++) {
            RandomRules rules = new RandomRules(random);
            Map<String, Set<TableName>> sourcesOf = new HashMap<>();
            for (Source source : rules.sources()) {
                source.rules().forEach(rule -> sourcesOf
                        .computeIfAbsent(rule.cache(), same -> new HashSet<>())
                        .add(source.table().name()));
                seen.addAll(traits(source));
                RandomChange change = new RandomChange(random, source);
                seen.add(change.operation() + (change.told().before() == null ? "-" : "+"));
                seen.add(change.tellsAll() ? "all" : "some");
            }
            seen.add(sourcesOf.values().stream().anyMatch(sources -> sources.size() > 1) ? "several sources" : "");
        }
        assertThat(seen)
                .contains("INSERT-", "UPDATE-", "UPDATE+", "DELETE+", "TRUNCATE-", "all", "some")
                .contains("1 key columns", "2 key columns", "INTEGER key", "TEXT key", "UUID key")
                .contains("several sources", "several caches", "odd names", "conditions", "columns", "watch", "array");
    }

    private static Set<String> traits(Source source) {
        RandomTable table = source.table();
        Set<String> traits = new HashSet<>();
        traits.add(table.key().size() + " key columns");
        table.key().forEach(column -> traits.add(table.kind(column) + " key"));
        traits.add(source.rules().stream().map(Rule::cache).distinct().count() > 1 ? "several caches" : "");
        traits.add(table.name().toString().contains("\"") ? "odd names" : "");
        traits.add(source.when().isAboutNothing() ? "" : "conditions");
        traits.add(source.published().isEmpty() ? "" : "columns");
        traits.add(source.watch().isEmpty() ? "" : "watch");
        traits.add(
                source.rules().stream()
                                .flatMap(rule -> rule.columns().stream())
                                .map(table::kind)
                                .collect(Collectors.toSet())
                                .contains(Kind.ARRAY)
                        ? "array"
                        : "");
        return traits;
    }
}
