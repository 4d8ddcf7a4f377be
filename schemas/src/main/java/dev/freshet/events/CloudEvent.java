package dev.freshet.events;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The CloudEvents 1.0 attributes that accompany our events as Kafka headers (binary mode).
 *
 * @param id unique within the source; a repeat of an event has the same
 * @param source who published it, a URI reference such as {@code /freshet/invalidation}
 * @param type such as {@code dev.freshet.invalidation.v1}
 * @param time when it happened
 */
public record CloudEvent(String id, String source, String type, Instant time) {

    /** The attributes as header name and value. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", source);
        headers.put("ce_type", type);
        headers.put("ce_time", time.toString());
        headers.put("content-type", "application/json");
        return headers;
    }
}
