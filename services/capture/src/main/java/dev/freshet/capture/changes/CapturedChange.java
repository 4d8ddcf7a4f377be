package dev.freshet.capture.changes;

import dev.freshet.rules.Operation;
import dev.freshet.rules.TableName;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row, or a TRUNCATE, as Debezium hands it over.
 *
 * @param table the table
 * @param operation what happened
 * @param transactionId the lower 32 bits; null when Debezium did not say
 * @param keySchema null when there is no key
 * @param key the columns of the replica identity; null for TRUNCATE and for a table without identity
 * @param envelope Debezium's value: {@code op}, {@code before}, {@code after}, {@code source}
 */
public record CapturedChange(
        TableName table,
        Operation operation,
        @Nullable Long transactionId,
        @Nullable Schema keySchema,
        @Nullable Object key,
        Struct envelope) {

    /** The same change, of the table that it counts as one of. */
    CapturedChange of(TableName source) {
        return new CapturedChange(source, operation, transactionId, keySchema, key, envelope);
    }

    /** The row as it is now; null when there is none. */
    public @Nullable Struct after() {
        return (Struct) envelope.getWithoutDefault("after");
    }
}
