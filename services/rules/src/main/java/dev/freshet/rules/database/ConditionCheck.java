package dev.freshet.rules.database;

import dev.freshet.rules.Condition;
import dev.freshet.rules.KnownWords;
import dev.freshet.rules.Literal;
import dev.freshet.rules.Operation;
import dev.freshet.rules.SourceRule;
import dev.freshet.rules.ValueTest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that a condition compares columns with values that they can hold. */
final class ConditionCheck {

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final Findings findings;

    ConditionCheck(Findings findings) {
        this.findings = findings;
    }

    void check(@Nullable Condition when, Table table, Where where) {
        if (when == null) {
            return;
        }
        for (ValueTest test : when.tests()) {
            @Nullable Column column = table.columns().get(test.column());
            if (column == null) {
                findings.unknownColumn(where, test.column(), table);
            } else {
                checkKind(test, column, where);
            }
        }
    }

    /** Warns of what a change of this table, a partition perhaps, does not tell. */
    void warn(@Nullable Condition when, SourceRule source, Table table, Where where) {
        if (when != null) {
            when.columns().stream()
                    .map(table.columns()::get)
                    .filter(Objects::nonNull)
                    .forEach(column -> warnOfUnknown(source, table, column, where));
        }
    }

    private void checkKind(ValueTest test, Column column, Where where) {
        if (test.literals().isEmpty()) {
            return;
        }
        if (column.array() || !column.spelt() || column.padded()) {
            findings.error(
                    where,
                    column.name(),
                    "the column has type " + column.described() + ", whose values a condition cannot compare",
                    "Use a column of one of the types " + Column.COMPARED + ", or is null and is not null.");
            return;
        }
        for (Literal literal : test.literals()) {
            remedy(literal, column)
                    .ifPresent(remedy -> findings.error(
                            where,
                            literal.toString(),
                            "the column " + column.name() + " has type " + column.type() + " and never holds this",
                            remedy));
        }
    }

    private static Optional<String> remedy(Literal literal, Column column) {
        Literal.Kind wanted =
                switch (column.type()) {
                    case "smallint", "integer", "bigint" -> Literal.Kind.INTEGER;
                    case "boolean" -> Literal.Kind.BOOLEAN;
                    default -> Literal.Kind.TEXT;
                };
        if (literal.kind() != wanted) {
            return Optional.of(
                    switch (wanted) {
                        case INTEGER -> "Write a whole number without quotes.";
                        case BOOLEAN -> "Write true or false, without quotes.";
                        case TEXT -> "Put it into single quotes: '" + literal.text() + "'.";
                    });
        }
        if (column.isEnum() && !column.labels().contains(literal.text())) {
            return Optional.of(new KnownWords(column.labels()).remedy(literal.text(), ""));
        }
        return column.type().equals("uuid") && !literal.text().matches(UUID)
                ? Optional.of("Write a uuid in lower case, as PostgreSQL does.")
                : Optional.empty();
    }

    private void warnOfUnknown(SourceRule source, Table table, Column column, Where where) {
        boolean asksForOld = Set.of(Operation.UPDATE, Operation.DELETE).stream().anyMatch(source.on()::contains);
        if (asksForOld && !table.identityColumns().contains(column.name())) {
            findings.warning(
                    where,
                    column.name(),
                    "the column is not in the replica identity of " + table.sql()
                            + ", so the condition counts as held by every row as it was",
                    "To have the old value told: " + table.alterToFull(source.templateColumns(), column.name()));
        }
    }
}
