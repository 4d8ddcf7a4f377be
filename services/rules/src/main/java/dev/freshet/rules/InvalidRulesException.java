package dev.freshet.rules;

import java.util.List;
import java.util.stream.Collectors;

/** Rules that cannot be obeyed. The message lists every problem, one per line. */
public final class InvalidRulesException extends RuntimeException {

    private final List<Problem> problems;

    public InvalidRulesException(List<Problem> problems) {
        super(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n", "the rules cannot be obeyed:\n", "")));
        this.problems = List.copyOf(problems);
    }

    /** All of them, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
