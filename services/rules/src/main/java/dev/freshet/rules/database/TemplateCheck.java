package dev.freshet.rules.database;

import dev.freshet.rules.Template;
import org.jspecify.annotations.Nullable;

/** Checks that a table can fill a template. */
final class TemplateCheck {

    private final Findings findings;

    TemplateCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Template template, Table table, Where where) {
        for (String name : template.columns()) {
            @Nullable Column column = table.columns().get(name);
            if (column == null) {
                findings.unknownColumn(where, name, table);
            } else {
                checkArray(template, column, where);
                checkType(column, where);
            }
        }
    }

    void checkType(Column column, Where where) {
        if (!column.spelt()) {
            findings.error(
                    where,
                    column.name(),
                    "the column has type " + column.described() + ", whose values have no one spelling in a tag or key",
                    "Use a column of one of the types " + Column.SPELT + ".");
        } else if (column.padded()) {
            findings.warning(
                    where,
                    column.name(),
                    "the column has type char(n), and shorter values are padded with spaces, in tags and keys too",
                    "Use text, unless every value has the full length.");
        }
    }

    private void checkArray(Template template, Column column, Where where) {
        boolean elements = template.arrayColumn().filter(column.name()::equals).isPresent();
        if (elements && !column.array()) {
            findings.error(
                    where,
                    column.name() + "[]",
                    "the column has type " + column.type() + " and is no array",
                    "Write {" + column.name() + "}.");
        } else if (!elements && column.array()) {
            findings.error(
                    where,
                    column.name(),
                    "the column is an array",
                    "Write {" + column.name() + "[]} for one text per element.");
        }
    }
}
