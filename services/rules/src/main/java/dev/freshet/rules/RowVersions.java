package dev.freshet.rules;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a change tells of the row as it was and as it is. It tells less than it seems: see {@code RATIONALE.md} on
 * nulls in {@code before}.
 */
final class RowVersions {

    private final Change change;
    private final Map<String, @Nullable Object> before;
    private final Map<String, @Nullable Object> after;
    private final boolean wholeBefore;

    RowVersions(Change change) {
        this.change = change;
        this.before = change.before() == null ? Map.of() : change.before();
        this.after = change.after() == null ? Map.of() : change.after();
        this.wholeBefore = wholeBefore(change.key());
    }

    /** Whether an update changed the column, or may have. */
    boolean changed(String column) {
        return !untouched(column)
                && !keptWithKey(column)
                && !(knownBefore(column)
                        && after.containsKey(column)
                        && ColumnValue.same(before.get(column), after.get(column)));
    }

    /** The versions of the row that the operation concerns, each with those of the columns that are known. */
    List<Map<String, @Nullable Object>> of(Collection<String> columns) {
        return switch (change.operation()) {
            case INSERT -> List.of(current(columns));
            case UPDATE -> List.of(previous(columns), current(columns));
            case DELETE, TRUNCATE -> List.of(previous(columns));
        };
    }

    private Map<String, @Nullable Object> previous(Collection<String> columns) {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        for (String column : columns) {
            if (knownBefore(column)) {
                known.put(column, before.get(column));
            } else if (keyIsPrevious(column) && change.key().containsKey(column)) {
                known.put(column, change.key().get(column));
            } else if (untouched(column) && knownAfter(column)) {
                known.put(column, after.get(column));
            }
        }
        return known;
    }

    private Map<String, @Nullable Object> current(Collection<String> columns) {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        for (String column : columns) {
            if (knownAfter(column)) {
                known.put(column, after.get(column));
            } else if (change.key().containsKey(column)) {
                known.put(column, change.key().get(column));
            } else if (untouched(column) && knownBefore(column)) {
                known.put(column, before.get(column));
            }
        }
        return known;
    }

    /** An update's key is the new row's: it tells the old one's only where the column stayed as it was. */
    private boolean keyIsPrevious(String column) {
        return change.operation() != Operation.UPDATE || change.before() == null || untouched(column);
    }

    /** PostgreSQL sends the old values of the identity as soon as one of them changes. */
    private boolean keptWithKey(String column) {
        return change.before() == null && change.key().containsKey(column);
    }

    private boolean untouched(String column) {
        return Unavailable.is(before.get(column)) || Unavailable.is(after.get(column));
    }

    private boolean knownAfter(String column) {
        return after.containsKey(column) && !Unavailable.is(after.get(column));
    }

    /** A null counts only where {@code before} is the whole row; elsewhere it stands for what was not sent. */
    private boolean knownBefore(String column) {
        @Nullable Object value = before.get(column);
        return value == null
                ? wholeBefore && before.containsKey(column) && !change.key().containsKey(column)
                : !Unavailable.is(value);
    }

    /** Identities without NULLs send their own columns and null for all others; only FULL sends more than the key. */
    private boolean wholeBefore(Map<String, @Nullable Object> key) {
        return !key.isEmpty()
                && key.keySet().stream().allMatch(column -> before.get(column) != null)
                && before.entrySet().stream()
                        .anyMatch(column -> column.getValue() != null && !key.containsKey(column.getKey()));
    }
}
