package dev.freshet.console.demo;

import dev.freshet.console.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the sample application asks its model for, named as in the table. */
enum Operation {
    summary(Map.of("language", "en")),
    quiz(Map.of("count", 2)),
    flashcards(Map.of("count", 3)),
    explanation(Map.of()),
    comparison(Map.of());

    /** What the page offers to ask about every lecture. */
    static final List<Operation> OFFERED = List.of(summary, quiz, flashcards);

    private final Map<String, Object> params;

    Operation(Map<String, Object> params) {
        this.params = params;
    }

    /** Parameters for who gives none. */
    Map<String, Object> params() {
        return params;
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
