package dev.freshet.console.demo;

import dev.freshet.console.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the sample application asks its model for, named as in the table. */
enum Operation {
    summary,
    quiz,
    flashcards,
    explanation,
    comparison;

    /** What the page offers to ask about every lecture. */
    static final List<Operation> OFFERED = List.of(summary, quiz, flashcards);

    /** Parameters for who gives none. */
    Map<String, Object> params() {
        return switch (this) {
            case summary -> Map.of("language", "en");
            case quiz -> Map.of("count", 2);
            case flashcards -> Map.of("count", 3);
            case explanation, comparison -> Map.of();
        };
    }

    /** @throws Problem if there is no such operation */
    static Operation named(@Nullable String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.refused("operation", "operation must be one of " + names()));
    }

    private static String names() {
        return Arrays.stream(values()).map(Operation::name).collect(Collectors.joining(", "));
    }
}
