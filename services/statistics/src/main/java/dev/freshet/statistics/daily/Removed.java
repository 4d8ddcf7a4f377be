package dev.freshet.statistics.daily;

import java.time.LocalDate;

/** The invalidations of one day. */
record Removed(LocalDate date, long invalidations, long rowsDeleted, long keysRemoved) {

    static Removed none(LocalDate date) {
        return new Removed(date, 0, 0, 0);
    }
}
