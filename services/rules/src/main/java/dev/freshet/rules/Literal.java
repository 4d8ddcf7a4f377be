package dev.freshet.rules;

/**
 * A value written in a condition.
 *
 * @param kind what it is compared with
 * @param text as {@link Template} would write the value
 */
public record Literal(Kind kind, String text) implements Comparable<Literal> {

    /** What a column must hold for the comparison to make sense. */
    public enum Kind {
        TEXT,
        INTEGER,
        BOOLEAN
    }

    @Override
    public int compareTo(Literal other) {
        return toString().compareTo(other.toString());
    }

    /** As in a condition. */
    @Override
    public String toString() {
        return kind == Kind.TEXT ? "'" + text.replace("'", "''") + "'" : text;
    }
}
