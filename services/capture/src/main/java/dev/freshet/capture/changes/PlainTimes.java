package dev.freshet.capture.changes;

import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Takes the {@code Z} off dates and times that have no zone in the database, so that they read as people write them and
 * as they stand in keys: {@code 2026-02-28}, not {@code 2026-02-28Z}.
 */
final class PlainTimes {

    private static final Set<String> ZONELESS =
            Set.of("io.debezium.time.IsoDate", "io.debezium.time.IsoTime", "io.debezium.time.IsoTimestamp");

    private PlainTimes() {}

    /** Changes the row in place. */
    static void in(@Nullable Object row) {
        if (row instanceof Struct struct) {
            struct.schema().fields().stream().filter(PlainTimes::isZoneless).forEach(field -> strip(struct, field));
        }
    }

    private static boolean isZoneless(Field field) {
        return field.schema().name() != null && ZONELESS.contains(field.schema().name());
    }

    private static void strip(Struct row, Field field) {
        if (row.getWithoutDefault(field.name()) instanceof String text && text.endsWith("Z")) {
            row.put(field, text.substring(0, text.length() - 1));
        }
    }
}
