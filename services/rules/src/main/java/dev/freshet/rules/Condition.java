package dev.freshet.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the values of a row: {@code status = 'published' or featured = true}. Judged here, never sent to a
 * database. Immutable.
 */
public final class Condition {

    /** Rows of one group pass all of its tests; one group is enough. */
    private final List<List<ValueTest>> groups;

    Condition(List<List<ValueTest>> groups) {
        this.groups = groups.stream().map(List::copyOf).toList();
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException if it is none; the message tells why
     */
    public static Condition parse(String text) {
        return new ConditionParser(text).parse();
    }

    /** Every test in it. */
    public List<ValueTest> tests() {
        return groups.stream().flatMap(List::stream).toList();
    }

    /** The columns it names, each once. */
    public List<String> columns() {
        return tests().stream().map(ValueTest::column).distinct().toList();
    }

    /** Whether it holds, or may: what is not known of the row could be anything. */
    boolean mayHold(Map<String, ? extends @Nullable Object> row) {
        return groups.stream().anyMatch(group -> group.stream().allMatch(test -> test.mayPass(row)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Condition condition && condition.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The same for all conditions that differ in layout and order alone. */
    @Override
    public String toString() {
        return sorted(groups.stream().map(group -> sorted(group.stream(), " and ")), " or ");
    }

    private static String sorted(Stream<?> parts, String word) {
        return parts.map(String::valueOf).distinct().sorted().collect(Collectors.joining(word));
    }
}
