package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void fillsColumnsIntoLiteralText() {
        Template template = Template.parse("top_picks:{universe}:{mode}");

        assertThat(template.render(Map.of("universe", "eu", "mode", "fast", "other", 1)))
                .hasValue(List.of("top_picks:eu:fast"));
        assertThat(template.columns()).containsExactly("universe", "mode");
    }

    @Test
    void rendersOneTextPerDistinctElementOfAnArray() {
        Template template = Template.parse("lecture:{lecture_ids[]}!");

        assertThat(template.render(Map.of("lecture_ids", Arrays.asList("a", "b", null, "a"))))
                .hasValue(List.of("lecture:a!", "lecture:b!"));
        assertThat(template.render(Map.of("lecture_ids", List.of()))).hasValue(List.of());
        assertThat(template.arrayColumn()).hasValue("lecture_ids");
    }

    @Test
    void rendersTextIntegralNumbersAndBooleansAsTheyAre() {
        assertThat(rendered("Ä b:c")).containsExactly("x:Ä b:c");
        assertThat(rendered("")).containsExactly("x:");
        assertThat(rendered(-7)).containsExactly("x:-7");
        assertThat(rendered(Long.MAX_VALUE)).containsExactly("x:9223372036854775807");
        assertThat(rendered(BigInteger.TEN)).containsExactly("x:10");
        assertThat(rendered(true)).containsExactly("x:true");
    }

    @Test
    void doesNotKnowWhatHasNoOneSpelling() {
        Template template = Template.parse("x:{a}");

        assertThat(template.render(Map.of("a", 1.0))).isEmpty();
        assertThat(template.render(Map.of("a", new BigDecimal("1")))).isEmpty();
        assertThat(template.render(Map.of("a", Map.of("b", 1)))).isEmpty();
        assertThat(template.render(Map.of("a", List.of("b")))).isEmpty();
        assertThat(Template.parse("x:{a[]}").render(Map.of("a", "b"))).isEmpty();
        assertThat(Template.parse("x:{a[]}").render(Map.of("a", List.of("b", 1.5))))
                .isEmpty();
    }

    @Test
    void doesNotKnowAnAbsentColumnButRendersNothingForANull() {
        Template template = Template.parse("x:{a}");

        assertThat(template.render(Map.of("b", 1))).isEmpty();
        assertThat(template.render(Collections.singletonMap("a", null))).hasValue(List.of());
    }

    @Test
    void doesNotKnowAnAbsentColumnBesideANull() {
        Map<String, @Nullable Object> values = Collections.singletonMap("a", null);

        assertThat(Template.parse("x:{a}:{b}").render(values)).isEmpty();
    }

    @Test
    void neverTakesDebeziumsPlaceholderForAValue() {
        String uuid = UUID.nameUUIDFromBytes(Change.UNAVAILABLE.getBytes(StandardCharsets.UTF_8))
                .toString();

        assertThat(Template.parse("x:{a}").render(Map.of("a", Change.UNAVAILABLE)))
                .isEmpty();
        assertThat(Template.parse("x:{a[]}").render(Map.of("a", List.of(Change.UNAVAILABLE))))
                .isEmpty();
        assertThat(Template.parse("x:{a[]}").render(Map.of("a", List.of(uuid)))).isEmpty();
        assertThat(Template.parse("x:{a[]}").render(Map.of("a", placeholderNumbers())))
                .isEmpty();
    }

    @Test
    void readsAValueBack() {
        assertThat(Template.parse("lecture:{lecture_ids[]}").match("lecture:a:b"))
                .containsExactly(Map.of("lecture_ids", "a:b"));
        assertThat(Template.parse("lecture:{id}").match("course:a")).isEmpty();
        assertThat(Template.parse("x:{a}").match("x:")).containsExactly(Map.of("a", ""));
        assertThat(Template.parse("all").match("all")).containsExactly(Map.of());
        assertThat(Template.parse("all").match("all of them")).isEmpty();
    }

    @Test
    void readsSeveralValuesBackInEveryPossibleWay() {
        Template template = Template.parse("k:{a}:{b}");

        assertThat(template.match("k:1:2:3"))
                .containsExactlyInAnyOrder(Map.of("a", "1", "b", "2:3"), Map.of("a", "1:2", "b", "3"));
        assertThat(template.match("k:1")).isEmpty();
        assertThat(Template.parse("k:{a}:{a}").match("k:1:1:1")).isEmpty();
        assertThat(Template.parse("k:{a}:{a}").match("k:1:1")).containsExactly(Map.of("a", "1"));
    }

    @Test
    void knowsWhetherTwoTemplatesCanRenderOneText() {
        assertThat(overlap("lecture:{id}", "lecture:{lecture_ids[]}")).isTrue();
        assertThat(overlap("lecture:intro", "lecture:{id}")).isTrue();
        assertThat(overlap("{a}:x", "y:{b}")).isTrue();
        assertThat(overlap("a{x}b{y}c", "ab{z}")).isTrue();
        assertThat(overlap("lecture:{id}", "course:{id}")).isFalse();
        assertThat(overlap("lecture:intro", "lecture:{id}:x")).isFalse();
        assertThat(overlap("a", "ab")).isFalse();
    }

    @Test
    void knowsWhetherTwoTemplatesDifferInTheirColumnsAlone() {
        assertThat(Template.parse("a:{x}").hasFormOf(Template.parse("a:{ys[]}")))
                .isTrue();
        assertThat(Template.parse("a:{x}").hasFormOf(Template.parse("b:{x}"))).isFalse();
        assertThat(Template.parse("a:{x}").hasFormOf(Template.parse("a:{x}:{y}")))
                .isFalse();
    }

    @Test
    void refusesWhatIsNoTemplate() {
        assertRefused("", "the template is empty");
        assertRefused("a:{b", "the '{' at character 3 is not closed");
        assertRefused("a:b}", "a '}' closes no '{'");
        assertRefused("a:{}", "a placeholder names no column");
        assertRefused("a:{[]}", "a placeholder names no column");
        assertRefused("a:{b{c}}", "a placeholder stands inside another");
        assertRefused("a:{b[0]}", "'{b[0]}' is no placeholder");
        assertRefused("a:{ b }", "'{ b }' is no placeholder");
        assertRefused("{a}{b}", "two placeholders touch");
        assertRefused("{a[]}:{b[]}", "more than one array");
    }

    private static void assertRefused(String text, String cause) {
        assertThatThrownBy(() -> Template.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(cause);
    }

    private static List<String> rendered(Object value) {
        return Template.parse("x:{a}").render(Map.of("a", value)).orElseThrow();
    }

    private static boolean overlap(String one, String other) {
        boolean overlap = Template.parse(one).overlaps(Template.parse(other));
        assertThat(Template.parse(other).overlaps(Template.parse(one))).isEqualTo(overlap);
        return overlap;
    }

    private static List<Object> placeholderNumbers() {
        return Change.UNAVAILABLE.chars().mapToObj(each -> (Object) each).toList();
    }
}
