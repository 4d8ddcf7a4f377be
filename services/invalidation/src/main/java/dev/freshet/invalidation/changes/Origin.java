package dev.freshet.invalidation.changes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * Where a record lies. Ordered by topic, partition and offset, which is the order of a batch.
 *
 * @param topicId a topic that was deleted and created again has another
 */
public record Origin(String topic, String topicId, int partition, long offset) implements Comparable<Origin> {

    private static final Comparator<Origin> ORDER =
            Comparator.comparing(Origin::topic).thenComparing(Origin::partition).thenComparing(Origin::offset);
    private static final int ID_BYTES = 16;

    /** The id of the outcome for one tag: the same whenever the record is applied again, and no other's. */
    public String outcomeId(String tag) {
        String all = topicId + "|" + partition + "|" + offset + "|" + tag;
        return HexFormat.of().formatHex(sha256(all), 0, ID_BYTES);
    }

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
