package dev.freshet.statistics.recount;

import java.time.LocalDate;

/**
 * A figure that is stored as something else than the topic's records add up to.
 *
 * @param operation empty where there is none
 */
record Difference(LocalDate date, String cache, String operation, String figure, long stored, long counted) {

    @Override
    public String toString() {
        return date + " " + cache + (operation.isEmpty() ? "" : " " + operation) + ": " + figure + " is " + stored
                + ", and counted again " + counted;
    }
}
