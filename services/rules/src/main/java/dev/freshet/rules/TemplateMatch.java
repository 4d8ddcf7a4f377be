package dev.freshet.rules;

import dev.freshet.rules.Template.Literal;
import dev.freshet.rules.Template.Part;
import dev.freshet.rules.Template.Placeholder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds every way in which a text can be read by a template's parts. */
final class TemplateMatch {

    private final List<Part> parts;
    private final String text;
    private final List<Map<String, String>> readings = new ArrayList<>();

    TemplateMatch(List<Part> parts, String text) {
        this.parts = parts;
        this.text = text;
    }

    List<Map<String, String>> readings() {
        read(0, 0, Map.of());
        return List.copyOf(readings);
    }

    private void read(int part, int position, Map<String, String> values) {
        if (part == parts.size()) {
            if (position == text.length()) {
                readings.add(Map.copyOf(values));
            }
        } else if (parts.get(part) instanceof Literal literal) {
            if (text.startsWith(literal.text(), position)) {
                read(part + 1, position + literal.text().length(), values);
            }
        } else {
            readValue(part, position, values);
        }
    }

    private void readValue(int part, int position, Map<String, String> values) {
        String column = ((Placeholder) parts.get(part)).column();
        for (int end : ends(part, position)) {
            String value = text.substring(position, end);
            if (values.getOrDefault(column, value).equals(value)) {
                Map<String, String> more = new LinkedHashMap<>(values);
                more.put(column, value);
                read(part + 1, end, more);
            }
        }
    }

    /** Where a value may end: where the literal after it begins, or at the end of the text. */
    private List<Integer> ends(int part, int position) {
        if (part == parts.size() - 1) {
            return List.of(text.length());
        }
        String next = ((Literal) parts.get(part + 1)).text();
        List<Integer> ends = new ArrayList<>();
        for (int at = text.indexOf(next, position); at >= 0; at = text.indexOf(next, at + 1)) {
            ends.add(at);
        }
        return ends;
    }
}
