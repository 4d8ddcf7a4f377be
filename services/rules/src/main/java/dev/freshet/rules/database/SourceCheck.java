package dev.freshet.rules.database;

import dev.freshet.rules.CacheRule;
import dev.freshet.rules.Condition;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.SourceRule;
import dev.freshet.rules.StaleRule;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks one source against its table. */
final class SourceCheck {

    private final Findings findings;
    private final TemplateCheck templates;
    private final IdentityCheck identity;
    private final TagTypeCheck tagTypes;
    private final ConditionCheck conditions;
    private final PartitionCheck partitions;
    private final Map<String, CacheRule> caches;
    private final KnownTables tables;

    SourceCheck(Findings findings, RuleSet rules, KnownTables tables) {
        this.findings = findings;
        this.caches = rules.caches();
        this.partitions = new PartitionCheck(findings, rules.sources().keySet(), tables);
        this.tables = tables;
        this.tagTypes = new TagTypeCheck(findings);
        this.conditions = new ConditionCheck(findings);
        this.templates = new TemplateCheck(findings);
        this.identity = new IdentityCheck(findings);
    }

    void check(SourceRule source, Table table) throws SQLException {
        Where where = Where.of("sources", source.table().toString());
        if (!publishable(source, table, where)) {
            return;
        }
        checkColumns(source.watch(), table, where.in("watch"));
        checkColumns(source.columns(), table, where.in("columns"));
        checkCondition(source.when(), table, where.in("when"));
        for (int i = 0; i < source.stale().size(); i++) {
            Where whereStale = where.in("stale").in(String.valueOf(i));
            checkStale(source.stale().get(i), table, whereStale);
            checkCondition(source.stale().get(i).when(), table, whereStale.in("when"));
            checkTagTypes(source.stale().get(i), table, whereStale);
        }
        for (Table stored : table.kind().equals("p") ? partitions.check(source, table, where) : List.of(table)) {
            identity.check(source, stored, where);
            warnOfConditions(source, stored, where);
        }
        partitions.checkRoot(source, where);
    }

    private boolean publishable(SourceRule source, Table table, Where where) {
        if (!table.kind().equals("r") && !table.kind().equals("p")) {
            findings.error(
                    where,
                    source.table().toString(),
                    kind(table) + " sends no changes",
                    "Name the tables behind it as sources.");
            return false;
        }
        if (!table.persistence().equals("p")) {
            boolean unlogged = table.persistence().equals("u");
            findings.error(
                    where,
                    source.table().toString(),
                    (unlogged ? "an unlogged" : "a temporary") + " table sends no changes",
                    unlogged ? "ALTER TABLE " + table.sql() + " SET LOGGED;" : "Use an ordinary table.");
            return false;
        }
        return true;
    }

    private void checkColumns(List<String> columns, Table table, Where where) {
        for (String name : columns) {
            @Nullable Column column = table.columns().get(name);
            if (column == null) {
                findings.unknownColumn(where.in(name), name, table);
            } else {
                checkPublished(column, where.in(name));
            }
        }
    }

    private void warnOfConditions(SourceRule source, Table table, Where where) {
        conditions.warn(source.when(), source, table, where.in("when"));
        for (int i = 0; i < source.stale().size(); i++) {
            Where whereStale = where.in("stale").in(String.valueOf(i)).in("when");
            conditions.warn(source.stale().get(i).when(), source, table, whereStale);
        }
    }

    private void checkCondition(@Nullable Condition when, Table table, Where where) {
        conditions.check(when, table, where);
        if (when != null) {
            checkPublished(when.columns(), table, where);
        }
    }

    private void checkStale(StaleRule stale, Table table, Where where) {
        if (stale.template() != null) {
            templates.check(stale.template(), table, where);
            checkPublished(stale.columns(), table, where);
        }
    }

    private void checkPublished(List<String> columns, Table table, Where where) {
        columns.stream()
                .map(table.columns()::get)
                .filter(Objects::nonNull)
                .forEach(column -> checkPublished(column, where));
    }

    private void checkTagTypes(StaleRule stale, Table table, Where where) {
        @Nullable CacheRule cache = caches.get(stale.cache());
        @Nullable RowsRule rows = cache == null ? null : cache.rows();
        @Nullable Table cacheTable = rows == null ? null : tables.found(rows.table());
        if (rows != null && cacheTable != null) {
            tagTypes.check(stale, rows.tags(), table, cacheTable, where);
        }
    }

    private void checkPublished(Column column, Where where) {
        if (column.generated()) {
            findings.error(
                    where,
                    column.name(),
                    "the column is generated, and PostgreSQL does not publish it",
                    "Name the columns that it is generated from.");
        }
    }

    private static String kind(Table table) {
        return switch (table.kind()) {
            case "v" -> "a view";
            case "m" -> "a materialized view";
            default -> "a foreign table";
        };
    }
}
