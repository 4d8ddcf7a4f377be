package dev.freshet.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can happen to a table. */
public enum Operation {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE;

    /** The name in a rules file: {@code insert}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Operation> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Operation::word).toList();
    }
}
