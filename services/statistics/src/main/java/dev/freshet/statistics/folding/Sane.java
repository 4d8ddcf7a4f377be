package dev.freshet.statistics.folding;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an event may say at most, so that it can be stored and added up. All methods throw on what is beyond. */
public final class Sane {

    /** Characters of a name that is part of a key. */
    public static final int LONGEST_NAME = 255;

    /** No single event saves or removes more: more than nine million of the largest fit into one day's sum. */
    public static final long LARGEST_AMOUNT = 1_000_000_000_000L;

    /** The years that ISO 8601 writes in four digits, and so the ones that can be asked for. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Sane() {}

    /** A name that is there, is no longer than allowed and can be stored. */
    public static void name(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        if (value.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    field + " has " + value.length() + " characters, more than " + LONGEST_NAME);
        }
        text(field, value);
    }

    /** A text that PostgreSQL can store; null will do. */
    public static void text(String field, @Nullable String value) {
        if (value != null
                && (value.indexOf('\0') >= 0
                        || !StandardCharsets.UTF_8.newEncoder().canEncode(value))) {
            throw new IllegalArgumentException(field + " holds a character that cannot be stored");
        }
    }

    /** A time of the years 1 to 9999; null will do. */
    public static void time(String field, @Nullable Instant value) {
        if (value != null && (value.isBefore(FIRST) || !value.isBefore(END))) {
            throw new IllegalArgumentException(field + " is not of the years 1 to 9999: " + value);
        }
    }

    public static void amount(String field, long value) {
        if (value < 0 || value > LARGEST_AMOUNT) {
            throw new IllegalArgumentException(field + " must be 0 to " + LARGEST_AMOUNT + ": " + value);
        }
    }
}
