package dev.freshet.capture.changes;

import dev.freshet.rules.Operation;
import dev.freshet.rules.TableName;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of Debezium's records, in their order. For use by one thread.
 *
 * <p>Debezium tells an update that changes the key in two records, a delete and an insert. Rules that ask for updates
 * would see neither, so the two are put together again; between them this object holds the first.
 */
public final class ChangeReader {

    private static final String FIRST_HALF = "__debezium.newkey";
    private static final String SECOND_HALF = "__debezium.oldkey";

    private @Nullable Struct held;

    /** Empty for what is no change of a row, and for the first half of an update. */
    public Optional<CapturedChange> read(SourceRecord record) {
        if (!(record.value() instanceof Struct envelope) || operation(envelope).isEmpty()) {
            return Optional.empty();
        }
        if (record.headers().lastWithName(FIRST_HALF) != null) {
            held = envelope;
            return Optional.empty();
        }
        if (record.headers().lastWithName(SECOND_HALF) != null) {
            complete(envelope);
        }
        return Optional.of(change(record, envelope));
    }

    /** Whether the first half of an update waits for the second: what was read last is not finished. */
    public boolean holds() {
        return held != null;
    }

    private void complete(Struct envelope) {
        if (held == null) {
            throw new IllegalStateException("the second half of an update came without the first");
        }
        envelope.put("op", "u");
        envelope.put("before", held.getWithoutDefault("before"));
        held = null;
    }

    private static CapturedChange change(SourceRecord record, Struct envelope) {
        Struct source = envelope.getStruct("source");
        return new CapturedChange(
                new TableName(source.getString("schema"), source.getString("table")),
                operation(envelope).orElseThrow(),
                (Long) source.getWithoutDefault("txId"),
                record.keySchema(),
                record.key(),
                envelope);
    }

    private static Optional<Operation> operation(Struct value) {
        Schema schema = value.schema();
        if (schema.field("op") == null || schema.field("source") == null) {
            return Optional.empty();
        }
        return switch (value.getString("op")) {
            case "c", "r" -> Optional.of(Operation.INSERT);
            case "u" -> Optional.of(Operation.UPDATE);
            case "d" -> Optional.of(Operation.DELETE);
            case "t" -> Optional.of(Operation.TRUNCATE);
            default -> Optional.empty();
        };
    }
}
