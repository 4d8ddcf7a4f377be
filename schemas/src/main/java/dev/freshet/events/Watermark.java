package dev.freshet.events;

import java.time.Instant;
import java.util.List;

/**
 * All changes committed up to {@code time} lie before these offsets.
 *
 * @param time the start of the heartbeat's transaction, by the database's clock
 * @param rules digest of the rules by which the changes were captured
 * @param offsets the next offset of every partition of the change topics and of the command topic
 */
public record Watermark(Instant time, String rules, List<Position> offsets) {

    public Watermark {
        if (time == null || rules == null || offsets == null) {
            throw new IllegalArgumentException("a watermark needs time, rules and offsets");
        }
        offsets = List.copyOf(offsets);
    }

    /**
     * How far one partition had been written.
     *
     * @param topic its name
     * @param topicId its id: a topic that was deleted and created again has another
     * @param partition from 0
     * @param nextOffset the offset that the next record gets
     */
    public record Position(String topic, String topicId, int partition, long nextOffset) {

        public Position {
            if (topic == null || topicId == null || partition < 0 || nextOffset < 0) {
                throw new IllegalArgumentException(
                        "a position needs topic, topicId, partition >= 0 and nextOffset >= 0");
            }
        }
    }
}
