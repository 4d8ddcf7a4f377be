package dev.freshet.rules;

import java.util.Comparator;

/**
 * Where something stands in a rules file.
 *
 * @param file the name given to {@link RulesFile#read}
 * @param line from 1; 0 when only the file is known
 * @param column from 1; 0 when only the file is known
 */
public record Place(String file, int line, int column) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparingInt(Place::line).thenComparingInt(Place::column);

    /** By file, then as in the file. */
    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
