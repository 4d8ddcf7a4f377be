package dev.freshet.invalidation.changes;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Kafka headers as text. */
final class Header {

    private Header() {}

    /** The last header of this name; empty when there is none. */
    static String text(Headers headers, String name) {
        @Nullable String text = textOrNull(headers, name);
        return text == null ? "" : text;
    }

    static @Nullable String textOrNull(Headers headers, String name) {
        org.apache.kafka.common.header.@Nullable Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
