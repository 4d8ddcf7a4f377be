package dev.freshet.console.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Question;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.RulesFile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tags and keys are what the rules say, whatever the lectures pack says. */
class LectureQuestionsTest {

    private static final String LECTURE = "1e000000-0000-4000-8000-000000000001";

    private static Optional<LectureQuestions> by(String tags, String keys) {
        RuleSet rules = RulesFile.read(
                "rules.yaml",
                """
                caches:
                  mine:
                    rows: {table: public.ai_response_cache, tags: %s, key: cache_key}
                    keys: "%s"
                sources:
                  public.lectures:
                    stale: [{cache: mine, all: true}]
                """
                        .formatted(tags, keys));
        CacheRule rule = Objects.requireNonNull(rules.caches().get("mine"));
        return LectureQuestions.by(rule, Objects.requireNonNull(rule.rows()));
    }

    @Test
    void tagsAndKeyAreMadeByTheRules() {
        LectureQuestions questions = by("[\"lec:{lecture_ids[]}\", \"op:{operation_type}\"]", "my:{cache_key}")
                .orElseThrow();

        Question byId = questions.of(new LookupRequest("quiz", List.of(LECTURE), null, null));
        Question byTag = questions.of(new LookupRequest("quiz", null, List.of("lec:" + LECTURE), "{}"));

        assertThat(byId.entryKey()).isEqualTo("my:" + byId.key());
        assertThat(byId.tags()).containsExactly("lec:" + LECTURE, "op:quiz", "key:my:" + byId.key());
        assertThat(byTag).isEqualTo(byId);
    }

    @Test
    void whatNoLookupTellsCannotBeServed() {
        assertThat(by("[\"lecture:{lecture_ids[]}\"]", "my:{content_hash}")).isEmpty();
        assertThat(by("[\"lecture:{lecture_ids[]}\", \"hash:{content_hash}\"]", "my:{cache_key}"))
                .isEmpty();
        assertThat(by("[\"op:{operation_type}\"]", "my:{cache_key}"))
                .as("an edit would not be noticed")
                .isEmpty();
    }
}
