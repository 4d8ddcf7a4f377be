package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of the design document, word for word. */
class LecturesRulesTest {

    private static final TableName LECTURES = new TableName("public", "lectures");
    private static final TableName HASHES = new TableName("public", "lecture_content_hashes");

    private final RuleSet rules = RulesFiles.good("lectures.yaml");
    private final Decision decision = new Decision(rules);

    @Test
    void aChangedHashMakesTheAnswersOfItsLectureStale() {
        Change change =
                new Change(HASHES, Operation.UPDATE, Map.of("lecture_id", "a1"), hash("a1", "old"), hash("a1", "new"));

        assertThat(decision.stale(change)).containsExactly(new StaleTag("ai-responses", "lecture:a1"));
    }

    @Test
    void anEqualHashMakesNothingStale() {
        Change change = new Change(
                HASHES, Operation.UPDATE, Map.of("lecture_id", "a1"), hash("a1", "same"), hash("a1", "same"));

        assertThat(decision.stale(change)).isEmpty();
    }

    @Test
    void anEditedLectureItselfMakesNothingStaleButADeletedOneDoes() {
        Map<String, @Nullable Object> row = Map.of("id", "a1");

        assertThat(decision.stale(new Change(LECTURES, Operation.UPDATE, row, row, row)))
                .isEmpty();
        assertThat(decision.stale(new Change(LECTURES, Operation.DELETE, row, null, null)))
                .containsExactly(new StaleTag("ai-responses", "lecture:a1"));
    }

    @Test
    void aRemovedRowTakesItsRedisKeyAlong() {
        TableName answers = new TableName("public", "ai_response_cache");
        Map<String, @Nullable Object> key = Map.of("cache_key", "4f1e");

        assertThat(decision.stale(new Change(answers, Operation.DELETE, key, key, null)))
                .containsExactly(new StaleKey("ai-responses", "ai:response:4f1e"));
        assertThat(decision.stale(new Change(answers, Operation.UPDATE, key, null, key)))
                .isEmpty();
    }

    @Test
    void aRunFillsTheKeyTemplateOfItsCache() {
        TableName runs = new TableName("public", "top_picks_runs");
        Map<String, @Nullable Object> run = Map.of("id", 7, "universe", "eu", "mode", "fast");

        assertThat(decision.stale(new Change(runs, Operation.INSERT, Map.of("id", 7), null, run)))
                .containsExactly(new StaleKey("top-picks", "top_picks:eu:fast"));
    }

    @Test
    void theInvalidationFindsTheRowsOfATag() {
        CacheRule cache = Objects.requireNonNull(rules.caches().get("ai-responses"));
        RowsRule rows = Objects.requireNonNull(cache.rows());

        assertThat(rows.tags()).flatMap(tag -> tag.match("lecture:a1")).containsExactly(Map.of("lecture_ids", "a1"));
        assertThat(rows.fresh()).isEqualTo("content_hash = freshet.current_content_hash(lecture_ids)");
    }

    private static Map<String, @Nullable Object> hash(String lecture, String hash) {
        return Map.of("lecture_id", lecture, "content_hash", hash);
    }
}
