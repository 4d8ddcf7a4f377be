package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of the design document, word for word. */
class LecturesRulesTest {

    static final String RULES =
            """
            caches:
              ai-responses:
                rows:
                  table: public.ai_response_cache
                  tags: "lecture:{lecture_ids[]}"
                  key: cache_key
                  fresh: "content_hash = freshet.current_content_hash(lecture_ids)"   # rows for which this holds are kept
                keys: "ai:response:{cache_key}"
              top-picks:
                keys: "top_picks:{universe}:{mode}"
            sources:
              public.lectures:
                on: [delete]                     # an edit arrives as a changed hash, in the same transaction
                stale: [{cache: ai-responses, tag: "lecture:{id}"}]
              public.lecture_content_hashes:
                watch: [content_hash]
                stale: [{cache: ai-responses, tag: "lecture:{lecture_id}"}]
              public.ai_response_cache:
                on: [delete]                     # a row removed by anyone takes its Redis key along
                columns: [cache_key]             # its replica identity; the record's key is the same column
                stale: [{cache: ai-responses, key: "ai:response:{cache_key}"}]
              public.top_picks_runs:
                stale: [{cache: top-picks}]      # fills the cache's key template from the change; {cache: …, all: true} is the whole cache
            """;

    private static final TableName LECTURES = new TableName("public", "lectures");
    private static final TableName HASHES = new TableName("public", "lecture_content_hashes");

    private final RuleSet rules = RulesFile.read("rules.yaml", RULES);
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

    private static Map<String, @Nullable Object> hash(String lecture, String hash) {
        return Map.of("lecture_id", lecture, "content_hash", hash);
    }
}
