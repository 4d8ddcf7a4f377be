package dev.freshet.rules;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Texts of the file that have a form of their own. What lacks it goes to the report and reads as absent. */
final class Words {

    private final Report report;

    Words(Report report) {
        this.report = report;
    }

    @Nullable
    TableName table(String text, Node at) {
        try {
            TableName table = TableName.parse(text);
            if (!table.toString().equals(text)) {
                report.problem(at, "the quotes are not needed", "Write " + table + ", so that it is found.");
            }
            return table;
        } catch (IllegalArgumentException e) {
            report.problem(at, "this is no table name", tableRemedy(text));
            return null;
        }
    }

    @Nullable
    Template tag(String text, Node at) {
        @Nullable Template template = template(text, at, "tag");
        if (template != null && (text.startsWith("key:") || text.startsWith("cache:"))) {
            report.problem(at, "tags that begin with 'key:' or 'cache:' are Freshet's own", "Begin it otherwise.");
            return null;
        }
        return template;
    }

    @Nullable
    Template key(String text, Node at) {
        return template(text, at, "key");
    }

    @Nullable
    Condition condition(String text, Node at) {
        try {
            return Condition.parse(text);
        } catch (InvalidTextException e) {
            report.problem(at, e.cause(), e.remedy());
            return null;
        }
    }

    private @Nullable Template template(String text, Node at, String what) {
        try {
            Template template = Template.parse(text);
            if (!template.prefix().isEmpty()) {
                return template;
            }
            report.problem(
                    at,
                    "a " + what + " begins with a column, whose value could then name anything",
                    "Begin it with literal text, such as 'lecture:'.");
        } catch (InvalidTextException e) {
            report.problem(at, e.cause(), e.remedy());
        }
        return null;
    }

    private static String tableRemedy(String text) {
        if (text.matches("[\\w$]+")) {
            return "Name its schema too: public." + text + ".";
        }
        return "Write schema.table; a part with upper-case letters, spaces or dots goes into double quotes: "
                + "'public.\"My Table\"'.";
    }
}
