package dev.freshet.rules;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which entries does a change make stale? Immutable and thread-safe. */
public final class Decision {

    private final RuleSet rules;

    public Decision(RuleSet rules) {
        this.rules = rules;
    }

    /**
     * What the change makes stale, each thing once, in the order of the rules. Nothing, for a table that is no source
     * and for an operation that nobody asked for. Where the change does not tell which tag or key, it is the whole
     * cache.
     */
    public Set<Stale> stale(Change change) {
        @Nullable SourceRule source = rules.sources().get(change.table());
        if (source == null || !source.on().contains(change.operation())) {
            return Set.of();
        }
        Set<Stale> stale = new LinkedHashSet<>();
        RowVersions versions = new RowVersions(change);
        for (StaleRule rule : source.stale()) {
            if (counts(source, rule, change, versions)) {
                add(source, rule, change, versions, stale);
            }
        }
        return Collections.unmodifiableSet(stale);
    }

    /** An update counts if a watched column changed, or one of the tag, the key or a condition: the row has moved. */
    private static boolean counts(SourceRule source, StaleRule rule, Change change, RowVersions versions) {
        return change.operation() != Operation.UPDATE
                || source.watch().isEmpty()
                || source.watch().stream().anyMatch(versions::changed)
                || source.columnsOf(rule).stream().anyMatch(versions::changed);
    }

    /** Each version of the row counts for itself: one that no condition holds for was in no entry. */
    private static void add(SourceRule source, StaleRule rule, Change change, RowVersions versions, Set<Stale> stale) {
        if (change.operation() == Operation.TRUNCATE) {
            stale.add(new StaleCache(rule.cache()));
            return;
        }
        @Nullable Condition when = source.when();
        versions.of(source.columnsOf(rule)).stream()
                .filter(version -> when == null || when.mayHold(version))
                .forEach(version -> stale.addAll(rule.stale(version)));
    }
}
