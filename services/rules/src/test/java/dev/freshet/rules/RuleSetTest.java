package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {

    private static final String RULES =
            """
            caches:
              c: {rows: {table: public.c, tags: ["t:{a[]}", "u:{b}"], key: k, fresh: "x = y"}, keys: "c:{k}"}
              d: {keys: "d:{id}"}
            sources:
              public.t: {on: [insert, update], watch: [v, w], columns: [id, v, w, k], stale: [{cache: c, key: "c:{k}"}, {cache: d}]}
              public.u: {stale: [{cache: d, all: true}, {cache: c, tag: "t:{id}"}]}
            """;

    private final RuleSet rules = read(RULES);

    @Test
    void knowsTheCachesThatATableFeeds() {
        assertThat(rules.cachesFedBy(new TableName("public", "u"))).containsExactly("c", "d");
        assertThat(rules.cachesFedBy(new TableName("public", "c"))).isEmpty();
    }

    @Test
    void theDigestIsTheSameForTheSameRulesWrittenOtherwise() {
        assertThat(file("lectures-otherwise.yaml").digest())
                .isEqualTo(file("lectures.yaml").digest())
                .matches("[0-9a-f]{64}");
    }

    /** If this fails, all positions and watermarks of running installations become void: was that meant? */
    @Test
    void theDigestStaysWhatItIs() {
        assertThat(file("lectures.yaml").digest())
                .isEqualTo("c63bb856e3391c144a468400f04e74c54dfc663bce4def0c0972cbcf1a456a21");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x = y                          | x = z",
                "fresh: \"x = y\"               | fresh: \"x  = y\"",
                ", fresh: \"x = y\"             | ''",
                "tags: [\"t:{a[]}\", \"u:{b}\"] | tags: [\"t:{a[]}\"]",
                "tags: [\"t:{a[]}\", \"u:{b}\"] | tags: [\"t:{a}\", \"u:{b}\"]",
                "fresh: \"x = y\"               | fences: f",
                "watch: [v, w]                  | watch: [v, w], when: v = 1",
                "cache: c, tag                  | cache: c, when: v = 1, tag",
                "table: public.c                | table: public.d",
                "key: k                         | key: l",
                "keys: \"c:{k}\"                | keys: \"c:{l}\"",
                "keys: \"d:{id}\"               | keys: \"d:{v}\"",
                "on: [insert, update]           | on: [update]",
                "on: [insert, update]           | on: [insert, update, delete]",
                "watch: [v, w]                  | watch: [v]",
                "watch: [v, w], columns: [id, v, w, k] | watch: [v]",
                "columns: [id, v, w, k]         | columns: [id, v, w, k, l]",
                ", columns: [id, v, w, k]       | ''",
                "{cache: c, key: \"c:{k}\"}     | {cache: c, all: true}",
                "{cache: c, key: \"c:{k}\"}     | {cache: c, key: \"c:{id}\"}",
                "{cache: c, key: \"c:{k}\"},    | ''",
                "{cache: d, all: true}          | {cache: c, all: true}",
                "tag: \"t:{id}\"                | tag: \"u:{id}\"",
                "public.u:                      | public.v:",
            })
    void theDigestChangesWithAnyMeaning(String part, String other) {
        assertThat(RULES).contains(part);

        assertThat(read(RULES.replace(part, other)).digest()).isNotEqualTo(rules.digest());
    }

    @Test
    void allThoseDigestsDiffer() {
        Set<String> digests = new HashSet<>();

        for (Path file : RulesFiles.in("good")) {
            digests.add(RulesFile.read("any", RulesFiles.text(file)).digest());
        }
        assertThat(digests).hasSize(RulesFiles.in("good").size() - 1);
    }

    @Test
    void oneRuleSetOfSeveralHasAllTheirRules() {
        RuleSet lectures = file("lectures.yaml");
        RuleSet merged = RuleSet.merge(List.of(rules, lectures));

        assertThat(merged.caches()).containsOnlyKeys("c", "d", "ai-responses", "top-picks");
        assertThat(merged.sources()).hasSize(6).containsKeys(new TableName("public", "t"));
        assertThat(merged.digest())
                .isEqualTo(RuleSet.merge(List.of(lectures, rules)).digest());
        assertThat(merged.places().of("caches", "top-picks").file()).isEqualTo("lectures.yaml");
        assertThat(RuleSet.merge(List.of(rules)).digest()).isEqualTo(rules.digest());
        assertThat(RuleSet.merge(List.of()).caches()).isEmpty();
    }

    @Test
    void whatIsThereTwiceIsRefusedWithBothPlaces() {
        RuleSet other = RulesFile.read(
                "other.yaml", "sources: {public.t: {stale: [{cache: c}]}}\ncaches: {c: {keys: 'c:{id}'}}\n");

        InvalidRulesException refused =
                catchThrowableOfType(InvalidRulesException.class, () -> RuleSet.merge(List.of(rules, other)));

        assertThat(refused.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "other.yaml:2:10: 'c': the cache is already defined at rules.yaml:2:3. "
                                + "Give one of them another name.",
                        "other.yaml:1:11: 'public.t': the source is already defined at rules.yaml:5:3. "
                                + "Write all its rules in one place.");
    }

    @Test
    void knowsWhereEachPartStands() {
        Places places = rules.places();

        assertThat(places.of("caches", "c", "rows", "fresh")).hasToString("rules.yaml:2:74");
        assertThat(places.of("sources", "public.t", "watch", "w")).hasToString("rules.yaml:5:47");
        assertThat(places.of("sources", "public.u", "stale", "1")).hasToString("rules.yaml:6:45");
        assertThat(places.of("sources", "public.u", "no", "such")).hasToString("rules.yaml:6:3");
        assertThat(Places.NONE.of("caches", "c")).hasToString("rules");
    }

    private static RuleSet read(String yaml) {
        return RulesFile.read("rules.yaml", yaml);
    }

    private static RuleSet file(String name) {
        return RulesFiles.good(name);
    }
}
