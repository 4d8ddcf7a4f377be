package dev.freshet.rules.database;

import dev.freshet.rules.Operation;
import dev.freshet.rules.SourceRule;
import dev.freshet.rules.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks a partitioned source: its rows are in partitions, which come and go, and move between them by an update. */
final class PartitionCheck {

    private final Findings findings;
    private final Set<TableName> sources;
    private final KnownTables tables;

    PartitionCheck(Findings findings, Set<TableName> sources, KnownTables tables) {
        this.findings = findings;
        this.sources = sources;
        this.tables = tables;
    }

    /** Those of its partitions that send changes. */
    List<Table> check(SourceRule source, Table root, Where where) throws SQLException {
        if (root.indexes().stream().noneMatch(Index::primary)) {
            findings.error(
                    where,
                    source.table().toString(),
                    "the partitioned table has no primary key, so UPDATE and DELETE on its next partition would fail",
                    "Give it one: a partition made later then has one too.");
        }
        if (!source.columns().isEmpty()) {
            findings.error(
                    where.in("columns"),
                    "columns",
                    "PostgreSQL publishes no columns alone of a partitioned table",
                    "Remove 'columns'.");
        }
        if (source.on().contains(Operation.UPDATE)
                && !source.on().containsAll(Set.of(Operation.INSERT, Operation.DELETE))) {
            findings.error(
                    where.in("on"),
                    "update",
                    "an update that moves a row to another partition arrives as a delete and an insert",
                    "Add both to 'on'.");
        }
        List<Table> senders = new ArrayList<>();
        for (Table leaf : tables.leaves(source.table())) {
            if (!leaf.kind().equals("r") || !leaf.persistence().equals("p")) {
                findings.error(
                        where,
                        leaf.sql(),
                        "this partition is a foreign or an unlogged table, which sends no changes",
                        "Use an ordinary table.");
            } else if (leaf.identity().equals("i")) {
                findings.error(
                        where,
                        leaf.sql(),
                        "the replica identity of this partition is an index, which other partitions may lack",
                        leaf.alter("DEFAULT") + " Or: " + leaf.alterToFull(source.templateColumns()));
            } else {
                senders.add(leaf);
            }
        }
        return senders;
    }

    /** Refuses a partition that is a source beside its own root: each change has one source. */
    void checkRoot(SourceRule source, Where where) throws SQLException {
        for (TableName root : tables.ancestors(source.table())) {
            if (sources.contains(root)) {
                findings.error(
                        where,
                        source.table().toString(),
                        "the table is a partition of " + root + ", which is a source too",
                        "Remove one of the two.");
            }
        }
    }
}
