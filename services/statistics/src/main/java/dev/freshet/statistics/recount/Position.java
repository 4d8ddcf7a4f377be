package dev.freshet.statistics.recount;

import java.time.Instant;

/**
 * How far a partition's records are in the stored figures.
 *
 * @param next the first offset that is not
 * @param moved when it got there: whatever lies before was written earlier
 */
record Position(long next, Instant moved) {}
