package dev.freshet.rules.database;

import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.TableName;
import dev.freshet.rules.Template;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Checks a cache against its table. */
final class CacheCheck {

    private final Findings findings;
    private final TemplateCheck templates;
    private final FreshCondition condition;

    CacheCheck(Findings findings, FreshCondition condition) {
        this.findings = findings;
        this.templates = new TemplateCheck(findings);
        this.condition = condition;
    }

    void check(CacheRule cache, RowsRule rows, Table table) throws SQLException {
        Where where = Where.of("caches", cache.name());
        Where inRows = where.in("rows");
        if (!table.kind().equals("r") && !table.kind().equals("p")) {
            String name = rows.table().toString();
            findings.error(
                    inRows.in("table"), name, "rows of a cache are in a table, and this is none", "Name a table.");
            return;
        }
        checkKey(rows, table, inRows.in("key"));
        for (Template tag : rows.tags()) {
            templates.check(tag, table, inRows.in("tags").in(tag.toString()));
        }
        if (cache.keys() != null) {
            templates.check(cache.keys(), table, where.in("keys"));
        }
        if (rows.fresh() != null) {
            checkFresh(rows.fresh(), table, inRows.in("fresh"));
        }
        if (rows.fences() != null) {
            checkFences(rows.fences(), table, inRows.in("fences"));
        }
    }

    private void checkKey(RowsRule rows, Table table, Where where) {
        @Nullable Column key = table.columns().get(rows.key());
        if (key == null) {
            findings.unknownColumn(where, rows.key(), table);
        } else if (key.array()) {
            findings.error(where, rows.key(), "the column is an array", "Name a column with one value per row.");
        } else {
            templates.checkType(key, where);
            if (!table.unique(key.name())) {
                findings.warning(
                        where,
                        rows.key(),
                        "no unique index has this column alone, and a row is stored ON CONFLICT of it",
                        "CREATE UNIQUE INDEX ON " + table.sql() + " (" + TableName.quoted(key.name()) + ");");
            }
        }
    }

    private void checkFences(String name, Table table, Where where) {
        @Nullable Column column = table.columns().get(name);
        if (column == null) {
            findings.unknownColumn(where, name, table);
        } else if (!column.described().equals("jsonb")) {
            findings.error(
                    where,
                    name,
                    "the column has type " + column.described() + ", and fences are kept as jsonb",
                    "Name a column of type jsonb, or: ALTER TABLE " + table.sql() + " ADD COLUMN fences jsonb;");
        }
    }

    private void checkFresh(String fresh, Table table, Where where) throws SQLException {
        condition
                .complaint(fresh, table)
                .ifPresent(complaint -> findings.error(where, fresh, complaint.cause(), complaint.remedy()));
    }
}
