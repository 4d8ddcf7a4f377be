package dev.freshet.rules;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium writes in place of a large value that an update left alone: {@link Change#UNAVAILABLE} for text, and
 * forms of its own for bytes, maps and arrays of text, uuids and integers.
 */
final class Unavailable {

    private static final byte[] BYTES = Change.UNAVAILABLE.getBytes(StandardCharsets.UTF_8);

    private static final Set<Object> FORMS = Set.of(
            Change.UNAVAILABLE,
            Base64.getEncoder().encodeToString(BYTES),
            "{\"" + Change.UNAVAILABLE + "\":\"" + Change.UNAVAILABLE + "\"}",
            Map.of(Change.UNAVAILABLE, Change.UNAVAILABLE),
            List.of(Change.UNAVAILABLE),
            List.of(Base64.getEncoder().encodeToString(BYTES)),
            List.of(UUID.nameUUIDFromBytes(BYTES).toString()));

    private static final List<String> NUMBERS = IntStream.range(0, BYTES.length)
            .mapToObj(i -> String.valueOf(BYTES[i]))
            .toList();

    private Unavailable() {}

    static boolean is(@Nullable Object value) {
        if (value instanceof List<?> list && list.size() == BYTES.length && list.get(0) instanceof Number) {
            return NUMBERS.equals(list.stream().map(String::valueOf).toList());
        }
        return value != null && FORMS.contains(value);
    }
}
