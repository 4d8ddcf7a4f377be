package dev.freshet.capture.changes;

import dev.freshet.rules.Change;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which Debezium says "a large value that this update left alone". For a text it is a text of its own, for
 * other types something that looks like a value: a made-up uuid in an array, the bytes of the text as numbers.
 */
final class UnchangedValue {

    private static final byte[] BYTES = Change.UNAVAILABLE.getBytes(StandardCharsets.UTF_8);
    private static final String HEX = HexFormat.of().formatHex(BYTES);
    private static final String DOCUMENT = "{\"" + Change.UNAVAILABLE + "\":\"" + Change.UNAVAILABLE + "\"}";

    private static final Set<List<?>> ARRAYS = Set.of(
            List.of(Change.UNAVAILABLE),
            List.of(HEX),
            List.of(UUID.nameUUIDFromBytes(BYTES).toString()),
            numbers().boxed().toList(),
            numbers().mapToObj(Long::valueOf).toList());

    private UnchangedValue() {}

    /** Whether it is one of them, the plain text aside. */
    static boolean isDisguised(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equals(HEX) || text.equals(DOCUMENT);
        }
        return value instanceof List<?> list && ARRAYS.contains(list);
    }

    private static java.util.stream.IntStream numbers() {
        return Stream.iterate(0, index -> index < BYTES.length, index -> index + 1)
                .mapToInt(index -> BYTES[index]);
    }
}
