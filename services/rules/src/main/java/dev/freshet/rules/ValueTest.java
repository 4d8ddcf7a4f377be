package dev.freshet.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a condition asks of one column. As in SQL, NULL is neither equal nor unequal to anything.
 *
 * @param literals what it is compared with; none for a test of NULL
 */
public record ValueTest(String column, Kind kind, List<Literal> literals) {

    /** What is asked. */
    public enum Kind {
        AMONG("in"),
        NOT_AMONG("not in"),
        NULL("is null"),
        NOT_NULL("is not null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    public ValueTest {
        literals = literals.stream().distinct().sorted().toList();
    }

    /** Whether the row passes, or may: a column that is absent, or has no one spelling, could hold anything. */
    boolean mayPass(Map<String, ? extends @Nullable Object> row) {
        if (!row.containsKey(column)) {
            return true;
        }
        @Nullable Object value = row.get(column);
        if (value == null) {
            return kind == Kind.NULL;
        }
        return switch (kind) {
            case NULL -> false;
            case NOT_NULL -> true;
            case AMONG -> ColumnValue.text(value).map(this::isAmong).orElse(true);
            case NOT_AMONG ->
                ColumnValue.text(value).map(text -> !isAmong(text)).orElse(true);
        };
    }

    private boolean isAmong(String text) {
        return literals.stream().anyMatch(literal -> literal.text().equals(text));
    }

    /** As in a condition, {@code =} and {@code !=} written as {@code in} and {@code not in}. */
    @Override
    public String toString() {
        String list = literals.isEmpty()
                ? ""
                : literals.stream().map(Literal::toString).collect(Collectors.joining(", ", " (", ")"));
        return TableName.quoted(column) + " " + kind.words + list;
    }
}
