package dev.freshet.rules.database;

import dev.freshet.rules.Operation;
import dev.freshet.rules.SourceRule;
import java.util.Collection;
import java.util.List;

/** Checks that a source's replica identity carries what the rules need, and that publishing it breaks no application. */
final class IdentityCheck {

    private final Findings findings;

    IdentityCheck(Findings findings) {
        this.findings = findings;
    }

    void check(SourceRule source, Table table, Where where) {
        if (table.identityColumns().isEmpty()) {
            findings.error(
                    where,
                    source.table().toString(),
                    "the table has no replica identity, so once it is published, UPDATE and DELETE on it fail",
                    "Give it a primary key, or: " + table.alter(source.templateColumns()));
            return;
        }
        if (table.fullOfUnpublished()) {
            findings.error(
                    where,
                    source.table().toString(),
                    "the table has REPLICA IDENTITY FULL and a generated column, which is not published, so UPDATE and"
                            + " DELETE on it fail from PostgreSQL 18 on",
                    table.alter(source.templateColumns()));
            return;
        }
        checkPublished(source, table, where.in("columns"));
        checkGenerated(source, table, where);
        if (source.on().contains(Operation.UPDATE) || source.on().contains(Operation.DELETE)) {
            checkTemplates(source, table, where);
        }
        if (source.on().contains(Operation.UPDATE)) {
            warnOfBlindWatch(source, table, where.in("watch"));
        }
    }

    private void checkPublished(SourceRule source, Table table, Where where) {
        if (source.columns().isEmpty()) {
            return;
        }
        if (table.full()) {
            findings.error(
                    where,
                    "columns",
                    "the table has REPLICA IDENTITY FULL, and with a column list UPDATE and DELETE on it fail",
                    "Remove 'columns', or: "
                            + table.alter(source.templateColumns()).replace("FULL", "DEFAULT"));
            return;
        }
        for (String column : table.identityColumns()) {
            if (!source.columns().contains(column)) {
                findings.error(
                        where,
                        column,
                        "the column belongs to the replica identity and is not among 'columns', "
                                + "so once the table is published, UPDATE and DELETE on it fail",
                        "Add '" + column + "' to 'columns'.");
            }
        }
    }

    private void checkGenerated(SourceRule source, Table table, Where where) {
        if (!table.full()) {
            table.identityColumns().stream()
                    .filter(table::generated)
                    .forEach(column -> findings.error(
                            where,
                            source.table().toString(),
                            "its replica identity has the generated column '" + column
                                    + "', which is not published, so UPDATE and DELETE on it would fail",
                            "Choose another identity: " + table.alter(source.templateColumns())));
        }
    }

    private void checkTemplates(SourceRule source, Table table, Where where) {
        Collection<String> identity = table.identityColumns();
        for (int i = 0; i < source.stale().size(); i++) {
            for (String column : source.stale().get(i).columns()) {
                if (table.columns().containsKey(column) && !identity.contains(column)) {
                    findings.error(
                            where.in("stale").in(String.valueOf(i)),
                            column,
                            "the column is not in the replica identity of " + table.sql()
                                    + ", so its old value is unknown when a row is updated or deleted",
                            remedy(source, table));
                }
            }
        }
    }

    private void warnOfBlindWatch(SourceRule source, Table table, Where where) {
        for (String column : source.watch()) {
            if (table.columns().containsKey(column) && !table.identityColumns().contains(column)) {
                findings.warning(
                        where.in(column),
                        column,
                        "the column is not in the replica identity of " + table.sql()
                                + ", so every update counts as a change of it",
                        "To have old and new compared: " + table.alterToFull(source.templateColumns(), column));
            }
        }
    }

    private static String remedy(SourceRule source, Table table) {
        List<String> wanted = source.templateColumns();
        return source.columns().isEmpty()
                ? table.alter(wanted)
                : table.alterToIndex(wanted).orElseGet(() -> "Remove 'columns', then: " + table.alterToFull(wanted));
    }
}
