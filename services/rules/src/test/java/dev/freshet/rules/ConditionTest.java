package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            s = 'published'                      | true
            s = 'draft'                          | false
            s != 'draft'                         | true
            s <> 'published'                     | false
            s in ('draft', 'published')          | true
            s not in ('draft')                   | true
            s NOT IN ('published', 'draft')      | false
            s is null                            | false
            s is not null                        | true
            n = 7                                | true
            n = -7                               | false
            n in (1, 7)                          | true
            b = true                             | true
            b = FALSE                            | false
            none is null                         | true
            none = 'x'                           | false
            none != 'x'                          | false
            none not in ('x')                    | false
            "From" = 'it''s'                     | true
            s = 'draft' or n = 7                 | true
            s = 'draft' and n = 7                | false
            s = 'draft' and n = 1 or b = true    | true
            b = true or s = 'draft' and n = 1    | true
            """)
    void judgesARowAsSqlWould(String condition, boolean holds) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("s", "published");
        row.put("n", 7L);
        row.put("b", true);
        row.put("none", null);
        row.put("From", "it's");

        assertThat(Condition.parse(condition).mayHold(row)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 'x'", "a != 'x'", "a in (1)", "a not in (1)", "a is null", "a is not null"})
    void whatIsNotKnownMayHold(String condition) {
        assertThat(Condition.parse(condition).mayHold(Map.of("b", 1))).isTrue();
    }

    @Test
    void aValueWithoutOneSpellingMayBeAnything() {
        assertThat(Condition.parse("a = 'x'").mayHold(Map.of("a", 0.5))).isTrue();
        assertThat(Condition.parse("a != 'x'").mayHold(Map.of("a", List.of("x"))))
                .isTrue();
        assertThat(Condition.parse("a is null").mayHold(Map.of("a", 0.5))).isFalse();
        assertThat(Condition.parse("a = 'x'").mayHold(Map.of("a", Change.UNAVAILABLE)))
                .isTrue();
    }

    @Test
    void layoutAndOrderMakeNoDifference() {
        assertThat(Condition.parse("a='x'  AND\nb IN (2,1,2) or c is null"))
                .isEqualTo(Condition.parse("c is null or b in (1, 2) and \"a\" in ('x')"))
                .hasSameHashCodeAs(Condition.parse("c is null or b in (1, 2) and a = 'x'"))
                .hasToString("\"a\" in ('x') and \"b\" in (1, 2) or \"c\" is null");
        assertThat(Condition.parse("a = '1'")).isNotEqualTo(Condition.parse("a = 1"));
        assertThat(Condition.parse("a = 'b' or c = 'd'")).isNotEqualTo(Condition.parse("a = 'b'' or ''c = ''d'"));
    }

    @Test
    void namesItsColumnsOnce() {
        assertThat(Condition.parse("a = 1 or b = 2 and a is null").columns()).containsExactly("a", "b");
    }

    /** Beside these lie the files of {@code bad/when-*.yaml}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a =",
                "= 'x'",
                "a = b",
                "a = \"b\"",
                "a = 'x",
                "a = 'x' and",
                "a = 'x' b = 'y'",
                "a in ()",
                "a in 'x'",
                "a in ('x'",
                "a in ('x',)",
                "(a = 'x')",
                "not a = 'x'",
                "a is 'x'",
                "a is not",
                "a = null",
                "a = 1.5",
                "a = 01",
                "a = +1",
                "A = 'x'",
                "a > 1",
                "a >= 1",
                "a == 1",
                "a like 'x%'",
                "a = 'x'; drop table t",
                "a = 'x' -- c",
                "1 = 1",
                "true",
                "null is null",
                "a = lower('x')",
                "a = 'x' or or b = 'y'",
                "t.a = 'x'"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Condition.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("this is no condition: ");
    }
}
