package dev.freshet.statistics.folding;

/**
 * The stored position is not where the batch began: somebody else has counted on from there, or the records came a
 * second time. Nothing of the batch may be written.
 */
final class PositionTaken extends RuntimeException {

    PositionTaken(String consumer, PartitionId partition, long began) {
        super(consumer + " is no longer at offset " + began + " of " + partition
                + ": nothing of this batch was written; going on from the stored position");
    }
}
