package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record of the topic.
 *
 * @param key the cache key; null where there is none, or none that could be stored
 * @param access what the event says
 * @param written to the topic
 */
public record Lookup(@Nullable String key, Access access, Instant written) {

    /** Characters; with the cache's name it fits into an index. */
    private static final int LONGEST_KEY = 255;

    static Lookup of(ConsumerRecord<byte[], byte[]> entry, Access access) {
        byte[] key = entry.key();
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        boolean fits = !text.isEmpty() && text.length() <= LONGEST_KEY && text.indexOf('\0') < 0;
        return new Lookup(fits ? text : null, access, Instant.ofEpochMilli(entry.timestamp()));
    }

    /** The entry that was looked up; null without a key. */
    @Nullable
    EntryName entry() {
        return key == null ? null : new EntryName(access.cache(), key);
    }
}
