package dev.freshet.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuestionTest {

    private static final UUID FIRST = UUID.fromString("1e000000-0000-4000-8000-000000000001");
    private static final UUID HIGH = UUID.fromString("f0000000-0000-4000-8000-000000000001");

    @Test
    void isTheSameWhateverTheOrderAndHoweverOftenALectureIsNamed() {
        assertThat(question(List.of(HIGH, FIRST, HIGH))).isEqualTo(question(List.of(FIRST, HIGH)));
    }

    @Test
    void sortsLecturesAsText() {
        assertThat(question(List.of(HIGH, FIRST)).lectures()).containsExactly(FIRST, HIGH);
    }

    @Test
    void writesItsParametersInCanonicalForm() {
        Map<String, Object> params = Map.of("b", 2, "a", "say \"\\é\"", "c", true);
        assertThat(new Question(Operation.quiz, List.of(FIRST), params).canonicalParams())
                .isEqualTo("{\"a\":\"say \\\"\\\\é\\\"\",\"b\":2,\"c\":true}");
    }

    private static Question question(List<UUID> lectures) {
        return new Question(Operation.quiz, lectures, Map.of());
    }
}
