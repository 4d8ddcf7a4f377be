package dev.freshet.invalidation.changes;

import dev.freshet.rules.Change;
import dev.freshet.rules.Operation;
import dev.freshet.rules.TableName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Debezium's envelope, as JSON without its schema. Reading throws {@link IllegalArgumentException} for whatever is not
 * one.
 */
final class Envelope {

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "c", Operation.INSERT,
            "r", Operation.INSERT,
            "u", Operation.UPDATE,
            "d", Operation.DELETE,
            "t", Operation.TRUNCATE);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, @Nullable Object> fields;
    private final Map<String, @Nullable Object> source;

    private Envelope(Map<String, @Nullable Object> fields) {
        this.fields = fields;
        @Nullable Map<String, @Nullable Object> source = part("source");
        this.source = source == null ? Map.of() : source;
    }

    static Envelope read(byte @Nullable [] value) {
        if (value == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        return new Envelope(object(value, "value"));
    }

    Change change(TableName table, byte @Nullable [] key) {
        Operation operation = operation();
        @Nullable Map<String, @Nullable Object> after = part("after");
        if ((operation == Operation.INSERT || operation == Operation.UPDATE) && after == null) {
            throw new IllegalArgumentException("an " + operation.word() + " without the new row");
        }
        return new Change(table, operation, key == null ? Map.of() : object(key, "key"), part("before"), after);
    }

    Operation operation() {
        @Nullable Operation operation = fields.get("op") instanceof String op ? OPERATIONS.get(op) : null;
        if (operation == null) {
            throw new IllegalArgumentException("unknown operation: " + fields.get("op"));
        }
        return operation;
    }

    /** As {@code 16/B374D848}; null when not told. */
    @Nullable
    String lsn() {
        return source.get("lsn") instanceof Number lsn
                ? String.format(Locale.ROOT, "%X/%X", lsn.longValue() >>> 32, lsn.longValue() & 0xFFFF_FFFFL)
                : null;
    }

    /** By the database's clock; null when not told. */
    @Nullable
    Instant commitTime() {
        return source.get("ts_ms") instanceof Number millis ? Instant.ofEpochMilli(millis.longValue()) : null;
    }

    private @Nullable Map<String, @Nullable Object> part(String name) {
        @Nullable Object part = fields.get(name);
        if (part == null) {
            return null;
        }
        if (!(part instanceof Map<?, ?> entries)) {
            throw new IllegalArgumentException(name + " is no object: " + part);
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        entries.forEach((column, value) -> values.put(String.valueOf(column), value));
        return values;
    }

    private static Map<String, @Nullable Object> object(byte[] json, String what) {
        try {
            @Nullable Map<String, @Nullable Object> object = JSON.readValue(json, OBJECT);
            if (object == null) {
                throw new IllegalArgumentException("the " + what + " is null");
            }
            return object;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the " + what + " is not a JSON object: " + e.getOriginalMessage(), e);
        }
    }
}
