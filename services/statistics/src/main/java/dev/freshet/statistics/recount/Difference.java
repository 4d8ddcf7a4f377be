package dev.freshet.statistics.recount;

/**
 * A figure that is stored as something else than the topic's records add up to.
 *
 * @param of the day, cache and operation, or the table
 */
record Difference(String of, String figure, long stored, long counted) {

    @Override
    public String toString() {
        return of + ": " + figure + " is " + stored + ", and counted again " + counted;
    }
}
