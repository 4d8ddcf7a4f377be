package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionTest {

    private static final TableName TABLE = new TableName("public", "t");
    private static final String TAGS =
            """
            caches:
              c:
                rows: {table: public.c, tags: "t:{ids[]}", key: k}
                keys: "c:{a}:{b}"
            sources:
              public.t:
            """;

    @Test
    void anOperationThatNobodyAskedForMakesNothingStale() {
        Decision decision = source("on: [insert]", "{cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(update(row("id", 1), row("id", 1), row("id", 1))))
                .isEmpty();
        assertThat(decision.stale(delete(row("id", 1), row("id", 1)))).isEmpty();
        assertThat(decision.stale(truncate())).isEmpty();
        assertThat(decision.stale(insert(row("id", 1)))).containsExactly(tag("t:1"));
    }

    @Test
    void aTableThatIsNoSourceMakesNothingStale() {
        Decision decision = source("", "{cache: c, all: true}");
        TableName other = new TableName("public", "other");

        assertThat(decision.stale(new Change(other, Operation.DELETE, Map.of(), null, null)))
                .isEmpty();
    }

    @Test
    void truncateMakesEveryCacheThatTheTableFeedsStale() {
        Decision decision = source("watch: [x]", "{cache: c, tag: 't:{id}'}, {cache: c, key: 'c:a:1'}");

        assertThat(decision.stale(truncate())).containsExactly(new StaleCache("c"));
    }

    @Test
    void aStaleWithoutTagAndKeyFillsTheCachesOwnKeyTemplate() {
        Decision decision = source("", "{cache: c}");

        assertThat(decision.stale(insert(row("a", 1, "b", "x")))).containsExactly(new StaleKey("c", "c:1:x"));
    }

    @Test
    void allMakesTheWholeCacheStale() {
        Decision decision = source("", "{cache: c, all: true}");

        assertThat(decision.stale(insert(row("a", 1)))).containsExactly(new StaleCache("c"));
    }

    @Test
    void namesEachThingOnceAndInTheOrderOfTheRules() {
        Decision decision =
                source("", "{cache: c, key: 'c:{id}:1'}, {cache: c, tag: 't:{id}'}, {cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(insert(row("id", 1)))).containsExactly(new StaleKey("c", "c:1:1"), tag("t:1"));
    }

    @Test
    void anUpdateThatLeavesTheWatchedColumnsAloneMakesNothingStale() {
        Decision decision = source("watch: [x]", "{cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(update(row("id", 1), row("id", 1, "x", "s", "y", 1), row("id", 1, "x", "s", "y", 2))))
                .isEmpty();
        assertThat(decision.stale(update(row("id", 1), row("id", 1, "x", "s"), row("id", 1, "x", "t"))))
                .containsExactly(tag("t:1"));
    }

    @Test
    void aWatchedNumberDecodedInAnotherWidthIsUnchanged() {
        Decision decision = source("watch: [x]", "{cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(update(row("id", 1), row("id", 1, "x", 7), row("id", 1, "x", 7L))))
                .isEmpty();
    }

    @Test
    void anUnchangedLargeValueIsUnchanged() {
        Decision decision = source("watch: [x]", "{cache: c, tag: 't:{id}'}");
        Map<String, @Nullable Object> unavailable = row("id", 1, "x", Change.UNAVAILABLE);

        assertThat(decision.stale(update(row("id", 1), row("id", 1, "x", "s"), unavailable)))
                .isEmpty();
        assertThat(decision.stale(update(row("id", 1), unavailable, row("id", 1, "x", "s"))))
                .isEmpty();
        assertThat(decision.stale(update(row("id", 1), null, unavailable))).isEmpty();
        assertThat(decision.stale(update(row("id", 1), null, row("id", 1, "x", List.of(Change.UNAVAILABLE)))))
                .isEmpty();
    }

    @Test
    void aWatchedColumnThatCannotBeComparedCountsAsChanged() {
        Decision decision = source("watch: [x]", "{cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(update(row("id", 1), null, row("id", 1, "x", "s"))))
                .containsExactly(tag("t:1"));
        assertThat(decision.stale(update(row("id", 1), row("id", 1, "y", 1), row("id", 1, "x", "s"))))
                .containsExactly(tag("t:1"));
        assertThat(decision.stale(update(row("id", 1), row("id", 1, "x", "s"), row("id", 1))))
                .containsExactly(tag("t:1"));
    }

    @Test
    void aRowThatTheConditionDoesNotHoldForMakesNothingStale() {
        Decision decision = source("", "{cache: c, tag: 't:{id}', when: s = 'on'}");

        assertThat(decision.stale(insert(row("id", 1, "s", "off")))).isEmpty();
        assertThat(decision.stale(update(row("id", 1), row("id", 1, "s", "off"), row("id", 1, "s", "out"))))
                .isEmpty();
        assertThat(decision.stale(delete(row("id", 1), row("id", 1, "s", "off"))))
                .isEmpty();
        assertThat(decision.stale(insert(row("id", 1, "s", "on")))).containsExactly(tag("t:1"));
        assertThat(decision.stale(delete(row("id", 1), row("id", 1, "s", "on"))))
                .containsExactly(tag("t:1"));
    }

    @Test
    void aRowThatEntersOrLeavesTheConditionCountsWhateverIsWatched() {
        Decision decision = source("watch: [x]", "{cache: c, tag: 't:{id}', when: s = 'on'}");

        assertThat(decision.stale(
                        update(row("id", 1), row("id", 1, "s", "on", "x", 1), row("id", 1, "s", "off", "x", 1))))
                .containsExactly(tag("t:1"));
        assertThat(decision.stale(
                        update(row("id", 1), row("id", 1, "s", "off", "x", 1), row("id", 1, "s", "on", "x", 1))))
                .containsExactly(tag("t:1"));
        assertThat(decision.stale(
                        update(row("id", 1), row("id", 1, "s", "on", "x", 1), row("id", 1, "s", "on", "x", 1))))
                .isEmpty();
    }

    @Test
    void aRowThatMovesWhileItEntersTheConditionWasInNoEntryBefore() {
        Decision decision = source("", "{cache: c, tag: 't:{id}', when: s = 'on'}");

        assertThat(decision.stale(update(row("id", 2), row("id", 1, "s", "off"), row("id", 2, "s", "on"))))
                .containsExactly(tag("t:2"));
    }

    @Test
    void theConditionOfASourceIsOneOnAllItsRules() {
        Decision decision = source("when: s = 'on'", "{cache: c, tag: 't:{id}'}, {cache: c, all: true, when: n = 1}");

        assertThat(decision.stale(insert(row("id", 1, "s", "off", "n", 1)))).isEmpty();
        assertThat(decision.stale(insert(row("id", 1, "s", "on", "n", 2)))).containsExactly(tag("t:1"));
        assertThat(decision.stale(insert(row("id", 1, "s", "on", "n", 1))))
                .containsExactly(tag("t:1"), new StaleCache("c"));
    }

    @Test
    void aConditionOnAnUnknownValueCountsAsHeld() {
        Decision decision = source("", "{cache: c, tag: 't:{id}', when: s = 'on'}");

        assertThat(decision.stale(delete(row("id", 1), row("id", 1, "s", null))))
                .as("the identity tells the key alone")
                .containsExactly(tag("t:1"));
        assertThat(decision.stale(update(row("id", 1), null, row("id", 1, "s", "off"))))
                .containsExactly(tag("t:1"));
        assertThat(decision.stale(truncate())).containsExactly(new StaleCache("c"));
    }

    @Test
    void watchSaysNothingOfInsertsAndDeletes() {
        Decision decision = source("watch: [x]", "{cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(insert(row("id", 1, "x", null)))).containsExactly(tag("t:1"));
        assertThat(decision.stale(delete(row("id", 1), null))).containsExactly(tag("t:1"));
    }

    @Test
    void aChangedColumnOfTheTagMakesOldAndNewStaleWatchedOrNot() {
        Decision decision = source("watch: [x]", "{cache: c, tag: 't:{course}'}");
        Map<String, @Nullable Object> before = row("id", 1, "course", "a", "x", "s");
        Map<String, @Nullable Object> after = row("id", 1, "course", "b", "x", "s");

        assertThat(decision.stale(update(row("id", 1), before, after))).containsExactly(tag("t:a"), tag("t:b"));
    }

    @Test
    void aColumnThatBecomesNullMakesTheOldValueStale() {
        Decision decision = source("", "{cache: c, tag: 't:{course}'}");
        Map<String, @Nullable Object> before = row("id", 1, "course", "a");

        assertThat(decision.stale(update(row("id", 1), before, row("id", 1, "course", null))))
                .containsExactly(tag("t:a"));
    }

    @Test
    void aDeleteReadsTheOldRowOrElseTheKey() {
        Decision decision = source("", "{cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(delete(row("id", 1), row("id", 2)))).containsExactly(tag("t:2"));
        assertThat(decision.stale(delete(row("id", 1), row("x", 2)))).containsExactly(tag("t:1"));
        assertThat(decision.stale(delete(row("id", 1), null))).containsExactly(tag("t:1"));
    }

    @Test
    void aColumnThatTheChangeDoesNotTellMakesTheWholeCacheStale() {
        Decision decision = source("", "{cache: c, tag: 't:{course}'}");

        assertThat(decision.stale(delete(row("id", 1), null))).containsExactly(new StaleCache("c"));
        assertThat(decision.stale(delete(row("id", 1), row("id", 1, "course", null))))
                .containsExactly(new StaleCache("c"));
        assertThat(decision.stale(insert(row("id", 1)))).containsExactly(new StaleCache("c"));
        assertThat(decision.stale(insert(row("id", 1, "course", 1.5)))).containsExactly(new StaleCache("c"));
    }

    @Test
    void anUpdateWithoutTheOldRowKnowsOnlyItsKeyToBeUnchanged() {
        Map<String, @Nullable Object> after = row("id", 1, "course", "b");

        assertThat(source("", "{cache: c, tag: 't:{id}'}").stale(update(row("id", 1), null, after)))
                .containsExactly(tag("t:1"));
        assertThat(source("", "{cache: c, tag: 't:{course}'}").stale(update(row("id", 1), null, after)))
                .containsExactly(new StaleCache("c"), tag("t:b"));
    }

    @Test
    void aNullInAWholeOldRowIsNullButElsewhereItIsWhatWasNotSent() {
        Decision decision = source("", "{cache: c, tag: 't:{course}'}");

        assertThat(decision.stale(delete(row("id", 1), row("id", 1, "x", "s", "course", null))))
                .isEmpty();
        assertThat(decision.stale(delete(row("id", 1), row("id", 1, "x", null, "course", null))))
                .containsExactly(new StaleCache("c"));
        assertThat(decision.stale(delete(row("id", 1), row("id", null, "code", "k", "course", null))))
                .containsExactly(new StaleCache("c"));
        assertThat(decision.stale(delete(Map.of(), row("id", 1, "course", null))))
                .containsExactly(new StaleCache("c"));
    }

    @Test
    void anUnchangedLargeValueInATagIsReadFromTheOldRow() {
        Decision decision = source("", "{cache: c, tag: 't:{big}'}");
        Map<String, @Nullable Object> after = row("id", 1, "big", Change.UNAVAILABLE);

        assertThat(decision.stale(update(row("id", 1), row("id", 1, "big", "b"), after)))
                .containsExactly(tag("t:b"));
        assertThat(decision.stale(update(row("big", "b"), null, after))).containsExactly(tag("t:b"));
        assertThat(decision.stale(update(row("id", 1), null, after))).containsExactly(new StaleCache("c"));
    }

    @Test
    void anUpdateOfTheKeyMakesOldAndNewStale() {
        Decision decision = source("on: [update], watch: [x]", "{cache: c, tag: 't:{id}'}");
        Map<String, @Nullable Object> before = row("id", 1, "x", null);
        Map<String, @Nullable Object> after = row("id", 2, "x", Change.UNAVAILABLE);

        assertThat(decision.stale(update(row("id", 2), before, after))).containsExactly(tag("t:1"), tag("t:2"));
    }

    @Test
    void theKeyOfAnUpdateTellsNothingOfTheOldRow() {
        Decision decision = source("", "{cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(update(row("id", 2), row("x", "s"), row("id", 2, "x", "s"))))
                .containsExactly(new StaleCache("c"), tag("t:2"));
    }

    @Test
    void anUpdateWithoutTheOldRowLeftItsKeyAlone() {
        Decision decision = source("watch: [id]", "{cache: c, tag: 't:{id}'}");

        assertThat(decision.stale(update(row("id", 1), null, row("id", 1, "x", "s"))))
                .isEmpty();
    }

    @Test
    void aTemplateWithoutColumnsIsAlwaysKnown() {
        Decision decision = source("", "{cache: c, key: 'c:a:b'}");

        assertThat(decision.stale(delete(Map.of(), null))).containsExactly(new StaleKey("c", "c:a:b"));
    }

    @Test
    void namesTheTagOfEachOutcome() {
        Set<Stale> stale = Set.of(tag("t:1"), new StaleKey("c", "c:1:x"), new StaleCache("c"));

        assertThat(stale).extracting(Stale::tag).containsExactlyInAnyOrder("t:1", "key:c:1:x", "cache:c");
    }

    private static Decision source(String fields, String stale) {
        String source = "    {" + (fields.isEmpty() ? "" : fields + ", ") + "stale: [" + stale + "]}";
        return new Decision(RulesFile.read("rules.yaml", TAGS + source));
    }

    private static StaleTag tag(String tag) {
        return new StaleTag("c", tag);
    }

    private static Change insert(Map<String, @Nullable Object> after) {
        return new Change(TABLE, Operation.INSERT, Map.of(), null, after);
    }

    private static Change update(
            Map<String, @Nullable Object> key,
            @Nullable Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after) {
        return new Change(TABLE, Operation.UPDATE, key, before, after);
    }

    private static Change delete(Map<String, @Nullable Object> key, @Nullable Map<String, @Nullable Object> before) {
        return new Change(TABLE, Operation.DELETE, key, before, null);
    }

    private static Change truncate() {
        return new Change(TABLE, Operation.TRUNCATE, Map.of(), null, null);
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... columns) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        List<@Nullable Object> values = Arrays.asList(columns);
        for (int i = 0; i < values.size(); i += 2) {
            row.put(String.valueOf(values.get(i)), values.get(i + 1));
        }
        return row;
    }
}
