package dev.freshet.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tag or a key with columns to fill in: {@code lecture:{id}}, or {@code lecture:{lecture_ids[]}} for one text per
 * element of an array. Immutable.
 */
public final class Template {

    /** Literal text, or a placeholder. */
    sealed interface Part permits Literal, Placeholder {}

    record Literal(String text) implements Part {}

    record Placeholder(String column, boolean array) implements Part {}

    private final String text;
    private final List<Part> parts;

    Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if a brace is not closed, a name is empty, two placeholders touch and the like;
     *     the message tells
     */
    public static Template parse(String text) {
        return new TemplateParser(text).parse();
    }

    /** The columns it names, each once. */
    public List<String> columns() {
        return placeholders().stream().map(Placeholder::column).distinct().toList();
    }

    /** The column that is an array and gives one text per element, if there is one. */
    public Optional<String> arrayColumn() {
        return placeholders().stream()
                .filter(Placeholder::array)
                .map(Placeholder::column)
                .findFirst();
    }

    /**
     * Fills in the columns. Text, integral numbers and booleans stand as they are ({@code 7}, {@code true}).
     *
     * @param values by column; a column that is absent is not known, one that is null is NULL
     * @return each text once; none when a column is NULL or an array without elements, for nothing can depend on
     *     that; empty when the texts cannot be known: a column is absent, or its value has no one spelling (a
     *     fraction, bytes, a document)
     */
    public Optional<List<String>> render(Map<String, ? extends @Nullable Object> values) {
        if (!values.keySet().containsAll(columns())) {
            return Optional.empty();
        }
        List<String> texts = List.of("");
        for (Part part : parts) {
            Optional<List<String>> endings = endings(part, values);
            if (endings.isEmpty()) {
                return Optional.empty();
            }
            texts = joined(texts, endings.get());
        }
        return Optional.of(texts);
    }

    /**
     * Reads the columns back from a text that it may have rendered.
     *
     * @return every possible reading, by column, an array's column with the one element that the text is about; with
     *     several placeholders a text may be read in more than one way ({@code a:b:c} by {@code {x}:{y}}), and exactly
     *     the readings that render to the text are returned; none when it cannot have rendered it
     */
    public List<Map<String, String>> match(String rendered) {
        return new TemplateMatch(parts, rendered).readings();
    }

    /** Whether there is a text that both can render. */
    public boolean overlaps(Template other) {
        return TemplateOverlap.between(parts, other.parts);
    }

    /** Whether both differ in nothing but the names of their columns, which then stand for each other in order. */
    public boolean hasFormOf(Template other) {
        return form().equals(other.form());
    }

    /** The literal text before the first placeholder. */
    public String prefix() {
        return !parts.isEmpty() && parts.get(0) instanceof Literal first ? first.text() : "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Template template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As written. */
    @Override
    public String toString() {
        return text;
    }

    private List<String> form() {
        return parts.stream()
                .map(part -> part instanceof Literal literal ? literal.text() : "{}")
                .toList();
    }

    private List<Placeholder> placeholders() {
        return parts.stream()
                .filter(Placeholder.class::isInstance)
                .map(Placeholder.class::cast)
                .toList();
    }

    private static Optional<List<String>> endings(Part part, Map<String, ? extends @Nullable Object> values) {
        if (part instanceof Literal literal) {
            return Optional.of(List.of(literal.text()));
        }
        Placeholder placeholder = (Placeholder) part;
        @Nullable Object value = values.get(placeholder.column());
        if (value == null) {
            return Optional.of(List.of());
        }
        if (!placeholder.array()) {
            return ColumnValue.text(value).map(List::of);
        }
        return value instanceof List<?> elements && !Unavailable.is(value) ? elements(elements) : Optional.empty();
    }

    private static Optional<List<String>> elements(List<?> elements) {
        Set<String> texts = new LinkedHashSet<>();
        for (Object element : elements) {
            if (element != null) {
                Optional<String> text = ColumnValue.text(element);
                if (text.isEmpty()) {
                    return Optional.empty();
                }
                texts.add(text.get());
            }
        }
        return Optional.of(List.copyOf(texts));
    }

    private static List<String> joined(List<String> beginnings, List<String> endings) {
        List<String> joined = new ArrayList<>();
        beginnings.forEach(beginning -> endings.forEach(ending -> joined.add(beginning + ending)));
        return joined;
    }
}
