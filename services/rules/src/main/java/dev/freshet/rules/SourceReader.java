package dev.freshet.rules;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one source of the file. */
final class SourceReader {

    private final Report report;
    private final StaleReader staleReader;

    SourceReader(Report report, StaleReader staleReader) {
        this.report = report;
        this.staleReader = staleReader;
    }

    /** The source; null if something is wrong with it. */
    @Nullable
    SourceRule read(String name, Fields sources) {
        @Nullable TableName table = new Words(report).table(name, sources.nameOf(name));
        @Nullable Fields source = sources.mapping(name);
        if (source == null) {
            return null;
        }
        source.only("on", "watch", "columns", "when", "stale");
        Set<Operation> on = operations(source);
        Map<String, Node> watch = source.texts("watch");
        Map<String, Node> columns = source.texts("columns");
        @Nullable Condition when = condition(source, columns);
        List<StaleRule> stale = stale(source, sources.nameOf(name), columns);
        refuseIdleWatch(source, on, watch);
        refuseUnpublished(watch, columns);
        return table == null || on.isEmpty() || stale.isEmpty()
                ? null
                : new SourceRule(table, on, List.copyOf(watch.keySet()), List.copyOf(columns.keySet()), when, stale);
    }

    private Set<Operation> operations(Fields source) {
        if (!source.has("on")) {
            return EnumSet.allOf(Operation.class);
        }
        Set<Operation> on = EnumSet.noneOf(Operation.class);
        source.texts("on").forEach((word, at) -> Operation.of(word)
                .ifPresentOrElse(
                        on::add,
                        () -> report.problem(
                                at, "there is no such operation", new KnownWords(Operation.words()).remedy(word, ""))));
        return on;
    }

    private @Nullable Condition condition(Fields source, Map<String, Node> columns) {
        @Nullable String text = source.text("when");
        @Nullable Condition when = text == null ? null : new Words(report).condition(text, source.at("when"));
        if (when != null) {
            when.columns().forEach(column -> refuseUnpublished(column, source.at("when"), columns));
        }
        return when;
    }

    private List<StaleRule> stale(Fields source, Node name, Map<String, Node> columns) {
        if (!source.has("stale")) {
            report.problem(name, "the source makes nothing stale", "Add 'stale: [{cache: …}]', or remove the source.");
        }
        List<StaleRule> rules = new ArrayList<>();
        int number = 0;
        for (Node item : source.items("stale")) {
            List<String> path = Places.path(source.path("stale"), String.valueOf(number++));
            report.stands(path, item);
            @Nullable Fields fields = Fields.of(report, item, path, "an element of 'stale'");
            @Nullable StaleRule rule = fields == null ? null : staleReader.read(fields);
            if (rule != null) {
                rules.add(rule);
                rule.readColumns().forEach(column -> refuseUnpublished(column, item, columns));
            }
        }
        return rules;
    }

    private void refuseIdleWatch(Fields source, Set<Operation> on, Map<String, Node> watch) {
        if (!watch.isEmpty() && !on.isEmpty() && !on.contains(Operation.UPDATE)) {
            report.problem(
                    source.nameOf("watch"),
                    "'watch' compares updates, and 'on' does not ask for any",
                    "Add update to 'on', or remove 'watch'.");
        }
    }

    private void refuseUnpublished(Map<String, Node> watch, Map<String, Node> columns) {
        watch.forEach((column, at) -> refuseUnpublished(column, at, columns));
    }

    private void refuseUnpublished(String column, Node at, Map<String, Node> columns) {
        if (!columns.isEmpty() && !columns.containsKey(column)) {
            report.problem(
                    at,
                    column,
                    "the column is not among those that 'columns' publishes",
                    "Add '" + column + "' to 'columns'.");
        }
    }
}
