package dev.freshet.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleModelTest {

    private final SampleModel model = new SampleModel();

    @ParameterizedTest
    @EnumSource
    void saysThatNoAiWasAsked(Operation operation) {
        assertThat(model.answer(operation, "Rain falls. It runs off."))
                .containsEntry("note", "Sample text, made without an AI");
    }

    @ParameterizedTest
    @EnumSource
    void hasSomethingToSayOfAnEmptyLecture(Operation operation) {
        assertThat(model.answer(operation, " ")).hasSize(2);
    }

    @Test
    void takesItsSummaryFromTheLecture() {
        assertThat(model.answer(Operation.summary, "Rain falls.\nIt runs\noff. It sinks in."))
                .containsEntry("summary", "Rain falls. It runs off.");
    }

    @Test
    void asksForTheLongestWordOfASentence() {
        assertThat(model.answer(Operation.quiz, "Groundwater creeps."))
                .containsEntry("questions", List.of(Map.of("question", "_____ creeps.", "answer", "Groundwater")));
    }
}
