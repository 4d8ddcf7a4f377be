package dev.freshet.rules;

import dev.freshet.rules.Template.Literal;
import dev.freshet.rules.Template.Part;
import dev.freshet.rules.Template.Placeholder;
import java.util.ArrayList;
import java.util.List;

/** Reads a template. Braces always mean placeholders; there is no way to write one literally. */
final class TemplateParser {

    private static final String WRITE = "Write {column}, or {column[]} for each element of an array.";

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int position;

    TemplateParser(String text) {
        this.text = text;
    }

    Template parse() {
        if (text.isBlank()) {
            throw wrong("the template is empty", "Write literal text and {column} placeholders.");
        }
        while (position < text.length()) {
            if (text.charAt(position) == '{') {
                placeholder();
            } else {
                literal();
            }
        }
        refuseSeveralArrays();
        return new Template(text, parts);
    }

    private void literal() {
        int start = position;
        while (position < text.length() && text.charAt(position) != '{') {
            if (text.charAt(position) == '}') {
                throw wrong("a '}' closes no '{'", WRITE);
            }
            position++;
        }
        parts.add(new Literal(text.substring(start, position)));
    }

    private void placeholder() {
        int end = text.indexOf('}', position);
        int nested = text.indexOf('{', position + 1);
        if (end < 0) {
            throw wrong("the '{' at character " + (position + 1) + " is not closed", WRITE);
        }
        if (nested >= 0 && nested < end) {
            throw wrong("a placeholder stands inside another", WRITE);
        }
        if (!parts.isEmpty() && parts.get(parts.size() - 1) instanceof Placeholder) {
            throw wrong(
                    "two placeholders touch, so 'ab' and 'c' would be the same as 'a' and 'bc'",
                    "Put literal text between them, a ':' for example.");
        }
        parts.add(named(text.substring(position + 1, end)));
        position = end + 1;
    }

    private Placeholder named(String inside) {
        boolean array = inside.endsWith("[]");
        String column = array ? inside.substring(0, inside.length() - 2) : inside;
        if (column.isBlank()) {
            throw wrong("a placeholder names no column", WRITE);
        }
        if (!column.equals(column.strip()) || column.contains("[") || column.contains("]")) {
            throw wrong("'{" + inside + "}' is no placeholder", WRITE);
        }
        return new Placeholder(column, array);
    }

    private void refuseSeveralArrays() {
        List<Placeholder> arrays = parts.stream()
                .filter(Placeholder.class::isInstance)
                .map(Placeholder.class::cast)
                .filter(Placeholder::array)
                .toList();
        if (arrays.size() > 1) {
            throw wrong("it goes through more than one array", "Name one array column per template.");
        }
    }

    private InvalidTextException wrong(String cause, String remedy) {
        return new InvalidTextException(text, cause, remedy);
    }
}
