package dev.freshet.cache.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a computed answer.
 *
 * @param rows how the cache tells a current row from a stale one
 * @param onPrimary whether its content was read on the primary
 * @param ticket what its fill began under; null when Redis did not answer then
 */
public record Filling(Rows rows, boolean onPrimary, @Nullable Ticket ticket) {

    /** How the rows of a cache are checked. */
    public enum Rows {
        /** there are none, or nothing checks them, so that they are neither read nor written */
        NONE,
        /** by a condition on the primary, in the very statement that stores or reads them */
        FRESH,
        /** by the fences that a column of theirs holds */
        FENCES
    }

    /** What became of the row. */
    public enum Row {
        /** stored; with {@link Rows#FRESH}, its content was current on the primary in that statement */
        STORED,
        /** refused: its content is not current */
        STALE,
        /** not tried */
        SKIPPED,
        /** PostgreSQL did not store it, for whatever reason */
        FAILED
    }

    /** Whether to send the row to the primary; one with {@code fresh} is judged there. */
    public boolean triesRow() {
        return switch (rows) {
            case NONE -> false;
            case FRESH -> true;
            case FENCES -> onPrimary && ticket != null;
        };
    }

    /** Whether the key may be set, while the ticket stands. */
    public boolean triesKey(Row row) {
        if (ticket == null) {
            return false;
        }
        return rows == Rows.FRESH ? row == Row.STORED : onPrimary;
    }
}
