package dev.freshet.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table whose changes make entries stale.
 *
 * @param table the table
 * @param on the operations that count; all others may be dropped as early as one likes
 * @param watch an update counts only if one of these changed; empty when every update counts
 * @param columns the columns to publish; empty for all
 * @param when a row that this does not hold for makes nothing stale; null for every row
 * @param stale what a change makes stale, in the order of the file
 */
public record SourceRule(
        TableName table,
        Set<Operation> on,
        List<String> watch,
        List<String> columns,
        @Nullable Condition when,
        List<StaleRule> stale) {

    public SourceRule {
        if (on.isEmpty() || stale.isEmpty()) {
            throw new IllegalArgumentException("source " + table + " has nothing to do");
        }
        on = Collections.unmodifiableSet(EnumSet.copyOf(on));
        watch = List.copyOf(watch);
        columns = List.copyOf(columns);
        stale = List.copyOf(stale);
    }

    /** The columns that one of its rules reads: those of the rule and of the condition on all of them. */
    List<String> columnsOf(StaleRule rule) {
        List<String> all = new ArrayList<>(rule.readColumns());
        all.addAll(when == null ? List.of() : when.columns());
        return all.stream().distinct().toList();
    }

    /** Every column that it looks at, each once. */
    public List<String> readColumns() {
        List<String> all = new ArrayList<>(watch);
        stale.forEach(rule -> all.addAll(columnsOf(rule)));
        return all.stream().distinct().toList();
    }

    /** The columns that its {@code stale} templates name, each once. */
    public List<String> templateColumns() {
        List<String> all = new ArrayList<>();
        stale.forEach(rule -> all.addAll(rule.columns()));
        return all.stream().distinct().toList();
    }
}
