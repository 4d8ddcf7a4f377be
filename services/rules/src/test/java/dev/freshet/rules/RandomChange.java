package dev.freshet.rules;

import dev.freshet.rules.RandomRules.Source;
import dev.freshet.rules.RandomTable.Kind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A random change of one row of a source: the true rows, and what PostgreSQL and Debezium tell of them. */
final class RandomChange {

    private final Source source;
    private final Operation operation;
    private final boolean outOfLine;
    private final Map<String, @Nullable Object> old;
    private final Map<String, @Nullable Object> current;

    RandomChange(Random random, Source source) {
        this.source = source;
        List<Operation> possible = List.copyOf(random.nextInt(3) > 0 ? source.on() : EnumSet.allOf(Operation.class));
        this.operation = possible.get(random.nextInt(possible.size()));
        this.outOfLine = random.nextBoolean();
        this.old = source.table().row();
        this.current = source.table().edited(old);
    }

    Source source() {
        return source;
    }

    Operation operation() {
        return operation;
    }

    boolean touches(String column) {
        return !same(old.get(column), current.get(column));
    }

    /** Whatever the width of a number. */
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        boolean numbers = one instanceof Number && other instanceof Number;
        return numbers ? String.valueOf(one).equals(String.valueOf(other)) : Objects.equals(one, other);
    }

    List<Map<String, @Nullable Object>> rowsThatWereOrAre() {
        return switch (operation) {
            case INSERT -> List.of(current);
            case DELETE -> List.of(old);
            default -> List.of(old, current);
        };
    }

    /** Whether the change tells all that the rules ask for, so that nothing needs to be guessed. */
    boolean tellsAll() {
        RandomTable table = source.table();
        boolean spelt = source.rules().stream().allMatch(rule -> rule.names(table));
        boolean tested = source.when().isAboutNothing()
                && source.rules().stream().allMatch(rule -> rule.when().isAboutNothing());
        boolean compared = source.watch().isEmpty() || operation != Operation.UPDATE;
        boolean keyed = source.rules().stream().allMatch(rule -> table.key().containsAll(rule.columns()));
        boolean full = table.identity() == RandomTable.Identity.FULL;
        return spelt
                && (full
                        || operation == Operation.INSERT
                        || operation == Operation.TRUNCATE
                        || (keyed && compared && tested));
    }

    /** As capture publishes it. */
    Change told() {
        TableName table = source.table().name();
        return switch (operation) {
            case TRUNCATE -> new Change(table, operation, Map.of(), null, null);
            case INSERT -> new Change(table, operation, key(current), null, published(current));
            case DELETE -> new Change(table, operation, key(old), before(), null);
            case UPDATE ->
                new Change(
                        table,
                        operation,
                        key(current),
                        tellsTheWholeRow() || source.table().key().stream().anyMatch(this::touches) ? before() : null,
                        after());
        };
    }

    private boolean tellsTheWholeRow() {
        return source.table().identity().tellsTheWholeRow();
    }

    /** Other columns than those of the identity are there, as null. */
    private Map<String, @Nullable Object> before() {
        if (tellsTheWholeRow()) {
            return old;
        }
        Map<String, @Nullable Object> before = published(old);
        before.replaceAll((column, value) -> source.table().key().contains(column) ? value : null);
        return before;
    }

    private Map<String, @Nullable Object> after() {
        Map<String, @Nullable Object> after = published(current);
        after.replaceAll((column, value) ->
                outOfLine && source.table().kind(column) == Kind.DOCUMENT && value != null && !touches(column)
                        ? Change.UNAVAILABLE
                        : value);
        return after;
    }

    private Map<String, @Nullable Object> published(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> published = new LinkedHashMap<>(row);
        if (!source.published().isEmpty()) {
            published.keySet().retainAll(source.published());
        }
        return published;
    }

    private Map<String, @Nullable Object> key(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>(row);
        key.keySet().retainAll(source.table().key());
        return key;
    }

    @Override
    public String toString() {
        return source.table() + "\n" + operation + "\nold " + old + "\nnew " + current + "\ntold " + told();
    }
}
