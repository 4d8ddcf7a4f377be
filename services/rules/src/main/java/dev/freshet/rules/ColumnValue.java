package dev.freshet.rules;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a column's value is written in a tag or key. */
final class ColumnValue {

    private ColumnValue() {}

    /**
     * The value as text; empty for what has no one spelling (fractions, bytes, documents), and for the mark of an
     * unavailable value.
     */
    static Optional<String> text(Object value) {
        if (value instanceof String text) {
            return Unavailable.is(text) ? Optional.empty() : Optional.of(text);
        }
        return value instanceof Boolean || isIntegral(value) ? Optional.of(value.toString()) : Optional.empty();
    }

    /** Whether both are the same, whatever the width in which a number was decoded. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one != null && other != null && isIntegral(one) && isIntegral(other)) {
            return one.toString().equals(other.toString());
        }
        return Objects.equals(one, other);
    }

    private static boolean isIntegral(Object value) {
        return value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger;
    }
}
