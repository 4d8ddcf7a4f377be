package dev.freshet.rules.database;

import dev.freshet.rules.StaleRule;
import dev.freshet.rules.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses tags of a change that no row can have, because the columns hold values of different kinds. */
final class TagTypeCheck {

    private final Findings findings;

    TagTypeCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * @param tags those of the cache that the rule makes stale
     * @param source the table that changes
     * @param rows the table of the cache
     */
    void check(StaleRule stale, List<Template> tags, Table source, Table rows, Where where) {
        @Nullable Template template = stale.template();
        if (template == null || stale.target() != StaleRule.Target.TAG) {
            return;
        }
        List<Template> alike = tags.stream()
                .filter(template::hasFormOf)
                .filter(tag -> tag.columns().size() == template.columns().size())
                .toList();
        if (!alike.isEmpty() && alike.stream().noneMatch(tag -> fits(template, source, tag, rows))) {
            findings.error(
                    where,
                    template.toString(),
                    "no row of " + rows.sql()
                            + " can have this tag, for there it is filled from columns of other types: "
                            + types(template, source) + " here, " + types(alike.get(0), rows) + " there",
                    "Fill it from columns of the same type.");
        }
    }

    private static boolean fits(Template template, Table source, Template tag, Table rows) {
        for (int i = 0; i < template.columns().size(); i++) {
            @Nullable Column one = source.columns().get(template.columns().get(i));
            @Nullable Column other = rows.columns().get(tag.columns().get(i));
            if (one != null && other != null && !one.mayEqual(other)) {
                return false;
            }
        }
        return true;
    }

    private static String types(Template template, Table table) {
        return String.join(
                ", ",
                template.columns().stream()
                        .map(table.columns()::get)
                        .map(column -> column == null ? "?" : column.type())
                        .toList());
    }
}
