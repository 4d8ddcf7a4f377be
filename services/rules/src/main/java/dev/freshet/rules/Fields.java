package dev.freshet.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of the file, read field by field. Everything wrong goes to the report; what is wrong reads as absent. */
final class Fields {

    private static final String AS_TEXT = "If it is meant as text, put it in quotes.";

    private final Report report;
    private final Node node;
    private final List<String> path;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> names = new LinkedHashMap<>();

    private Fields(Report report, Node node, List<String> path) {
        this.report = report;
        this.node = node;
        this.path = path;
    }

    /** The mapping at a node; null, and a problem, if there is something else. */
    static @Nullable Fields of(Report report, Node node, List<String> path, String what) {
        if (node instanceof MappingNode mapping) {
            Fields fields = new Fields(report, node, path);
            mapping.getValue().forEach(fields::add);
            return fields;
        }
        if (Tag.NULL.equals(node.getTag())) {
            report.problem(node, what + " is empty", "Write its fields below, indented, or remove it.");
            return null;
        }
        report.problem(node, what + " is a mapping of names to values", "Write 'name: value' lines, or {name: value}.");
        return null;
    }

    /** Refuses every field that is not among these. */
    Fields only(String... known) {
        names.forEach((name, at) -> {
            if (!List.of(known).contains(name)) {
                report.problem(at, "there is no such field here", new KnownWords(List.of(known)).remedy(name, ""));
            }
        });
        return this;
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    Node at(String field) {
        return values.getOrDefault(field, node);
    }

    Node nameOf(String field) {
        return names.getOrDefault(field, node);
    }

    List<String> path(String field) {
        return Places.path(path, field);
    }

    void forEach(BiConsumer<String, Node> action) {
        values.forEach(action);
    }

    /** The mapping in a field; null when the field is absent, or when there is something else. */
    @Nullable
    Fields mapping(String field) {
        @Nullable Node value = values.get(field);
        return value == null ? null : of(report, value, path(field), "'" + field + "'");
    }

    /** A field's text; null when it is absent or something else. */
    @Nullable
    String text(String field) {
        @Nullable Node value = values.get(field);
        return value == null ? null : text(value, "'" + field + "'");
    }

    /** Whether a field that is {@code true} or not there is there. */
    boolean flag(String field) {
        @Nullable Node value = values.get(field);
        if (value == null) {
            return false;
        }
        boolean isTrue = value instanceof ScalarNode scalar
                && Tag.BOOL.equals(scalar.getTag())
                && scalar.getValue().equalsIgnoreCase("true");
        if (!isTrue) {
            report.problem(value, "'" + field + "' can only be true", "Write '" + field + ": true', or leave it out.");
        }
        return isTrue;
    }

    /** The texts of a list, each with its node; empty when the field is absent. */
    Map<String, Node> texts(String field) {
        @Nullable Node value = values.get(field);
        Map<String, Node> texts = new LinkedHashMap<>();
        items(field).forEach(item -> {
            @Nullable String text = text(item, "an element of '" + field + "'");
            if (text != null && texts.putIfAbsent(text, item) != null) {
                report.problem(item, "'" + field + "' names it twice", "Remove one.");
            }
            if (text != null) {
                report.stands(Places.path(path(field), text), item);
            }
        });
        return value == null ? Map.of() : texts;
    }

    /** The elements of a list; none when the field is absent. */
    List<Node> items(String field) {
        @Nullable Node value = values.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            report.problem(value, "'" + field + "' is a list", "Put it in brackets: " + field + ": […].");
            return List.of();
        }
        if (sequence.getValue().isEmpty()) {
            report.problem(value, "[]", "'" + field + "' is empty", "Leave the field out, or name something.");
        }
        return new ArrayList<>(sequence.getValue());
    }

    private void add(NodeTuple field) {
        @Nullable String name = text(field.getKeyNode(), "a name");
        if (name == null) {
            return;
        }
        @Nullable Node first = names.putIfAbsent(name, field.getKeyNode());
        if (first != null) {
            Place place = report.place(first.getStartMark());
            report.problem(
                    field.getKeyNode(),
                    "the name is given twice, first in line " + place.line(),
                    "Remove one, or make them one.");
            return;
        }
        Node value = field.getValueNode();
        values.put(name, value);
        report.stands(path(name), value instanceof ScalarNode ? value : field.getKeyNode());
    }

    private @Nullable String text(Node value, String what) {
        if (!(value instanceof ScalarNode scalar)) {
            report.problem(value, what + " is text", "Write one word or one quoted text.");
            return null;
        }
        if (Tag.NULL.equals(scalar.getTag()) || scalar.getValue().isBlank()) {
            report.problem(value, what + " is empty", "Give it a value, or leave it out.");
            return null;
        }
        if (!Tag.STR.equals(scalar.getTag())) {
            report.problem(value, what + " is text, and this is not", AS_TEXT);
            return null;
        }
        if (scalar.getValue().indexOf('\0') >= 0) {
            report.problem(value, "U+0000", what + " has no such character, nor has PostgreSQL", "Remove it.");
            return null;
        }
        return scalar.getValue();
    }
}
