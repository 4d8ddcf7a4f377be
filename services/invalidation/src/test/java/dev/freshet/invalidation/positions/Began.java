package dev.freshet.invalidation.positions;

import dev.freshet.cache.control.AppliedPositions.Applied;
import org.apache.kafka.common.TopicPartition;

/** Lets tests of other packages begin to read a partition. */
public final class Began {

    private Began() {}

    public static void at(Positions positions, TopicPartition partition, Applied position) {
        positions.start(partition, position);
    }
}
