package dev.freshet.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row of a source table, or its TRUNCATE. Values are as decoded from Debezium's JSON: text, numbers,
 * booleans, lists, maps, null for NULL.
 *
 * <p>An update that changes the key is one change here, though Debezium makes a delete and an insert of it: as those it
 * would pass a rule {@code on: [update]} by. Its key is the new row's, and {@code before} is not null: PostgreSQL sends
 * the old values of the identity as soon as one of them changes.
 *
 * @param table the table
 * @param operation what happened
 * @param key the record's key: the columns of the replica identity, or of the primary key where the identity is FULL;
 *     empty for TRUNCATE or a table without key
 * @param before the row as it was, as far as the replica identity tells; null when it tells nothing
 * @param after the row as it is; null when there is none any more
 */
public record Change(
        TableName table,
        Operation operation,
        Map<String, @Nullable Object> key,
        @Nullable Map<String, @Nullable Object> before,
        @Nullable Map<String, @Nullable Object> after) {

    /** What Debezium writes in place of a large value that an update left alone; in arrays it takes other forms. */
    public static final String UNAVAILABLE = "__debezium_unavailable_value";

    public Change {
        key = copied(key);
        before = before == null ? null : copied(before);
        after = after == null ? null : copied(after);
    }

    private static Map<String, @Nullable Object> copied(Map<String, @Nullable Object> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
