package dev.freshet.capture.engine;

import dev.freshet.rules.RuleSet;
import dev.freshet.rules.SourceRule;
import dev.freshet.rules.TableName;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way around values that cannot be converted: their columns are left out, and the changes of tables whose rules read
 * such a column go out as stubs. It over-invalidates, so the next engine but one goes the straight way again.
 * Thread-safe.
 */
public final class Detour {

    private final RuleSet rules;
    private final Set<Unconvertible> columns = new LinkedHashSet<>();

    public Detour(RuleSet rules) {
        this.rules = rules;
    }

    /**
     * Takes the way around what ended an engine.
     *
     * @return false when that was no value that cannot be converted, or its column was left out already
     */
    public synchronized boolean around(Throwable failure) {
        return Unconvertible.in(failure, rules.sources().keySet())
                .map(columns::add)
                .orElse(false);
    }

    /** Whether any column is left out. */
    public synchronized boolean isTaken() {
        return !columns.isEmpty();
    }

    /** Goes the straight way from the next engine on. */
    public synchronized void end() {
        columns.clear();
    }

    /** What is left out, in words; empty when nothing is. */
    public synchronized String description() {
        return columns.stream().map(Unconvertible::toString).collect(Collectors.joining(", "));
    }

    synchronized String excludedColumns() {
        return columns.stream().map(Unconvertible::pattern).collect(Collectors.joining(","));
    }

    /** The tables whose changes cannot be judged without the columns that are left out. */
    synchronized Set<TableName> blindTables() {
        return columns.stream().filter(this::isRead).map(Unconvertible::table).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isRead(Unconvertible excluded) {
        @Nullable SourceRule rule = rules.sources().get(excluded.table());
        return rule != null && rule.readColumns().contains(excluded.column());
    }
}
