package dev.freshet.statistics.asking;

import java.util.List;

/**
 * Which part of a long list.
 *
 * @param number from 0
 * @param size rows at most
 */
public record Page(int number, int size) {

    private static final int USUAL = 50;
    private static final int LARGEST = 1000;

    /** Whoever pages further wants a filter. */
    private static final int FURTHEST = 100_000;

    /** Reads {@code page} and {@code size}. */
    public static Page of(Parameters parameters) {
        int size = parameters.number("size", USUAL, 1, LARGEST);
        return new Page(parameters.number("page", 0, 0, FURTHEST / size), size);
    }

    /** Rows before it. */
    public long offset() {
        return (long) number * size;
    }

    /** The page's rows, and whether there are others after them. */
    public record Cut<T>(List<T> rows, boolean more) {}

    /** Of one row more than the page has. */
    public <T> Cut<T> cut(List<T> rows) {
        return rows.size() > size ? new Cut<>(rows.subList(0, size), true) : new Cut<>(rows, false);
    }
}
