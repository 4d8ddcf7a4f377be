package dev.freshet.capture.changes;

import dev.freshet.events.ChangeHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records that stand for what could not be published: same topic and headers, no value, and the reason. */
public final class Stubs {

    private static final int LONGEST_REASON = 500;

    private Stubs() {}

    /** With the same key. */
    public static ProducerRecord<byte[], byte[]> of(ProducerRecord<byte[], byte[]> record, String reason) {
        return stub(record.topic(), record.key(), record.headers(), reason);
    }

    /** Without key, for when the key itself is too large. */
    public static ProducerRecord<byte[], byte[]> withoutKey(ProducerRecord<byte[], byte[]> record, String reason) {
        return stub(record.topic(), null, record.headers(), reason);
    }

    public static boolean isStub(ProducerRecord<?, ?> record) {
        return record.headers().lastHeader(ChangeHeaders.UNDECODABLE) != null;
    }

    static ProducerRecord<byte[], byte[]> stub(
            String topic, byte @Nullable [] key, Iterable<Header> headers, String reason) {
        String shortened = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        // Copied: the producer closes the headers of what it has sent
        RecordHeaders marked = new RecordHeaders(headers);
        marked.remove(ChangeHeaders.UNDECODABLE);
        marked.add(ChangeHeaders.UNDECODABLE, shortened.getBytes(StandardCharsets.UTF_8));
        return ChangeRecords.record(topic, key, null, marked);
    }
}
