package dev.freshet.capture.changes;

import dev.freshet.rules.Change;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keys and values as JSON without schema block. For use by one thread. */
final class ChangeJson {

    // By default a NULL in a column that has a default would be published as that default
    private static final Map<String, String> SETTINGS =
            Map.of("schemas.enable", "false", "replace.null.with.default", "false");

    private final JsonMapper mapper = new JsonMapper();
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();

    ChangeJson() {
        keys.configure(SETTINGS, true);
        values.configure(SETTINGS, false);
    }

    /** Null for a change without key. */
    byte @Nullable [] key(CapturedChange change) {
        PlainTimes.in(change.key());
        return change.key() == null ? null : keys.fromConnectData("", change.keySchema(), change.key());
    }

    byte[] value(CapturedChange change) {
        PlainTimes.in(change.after());
        PlainTimes.in(change.envelope().getWithoutDefault("before"));
        byte[] json = values.fromConnectData("", change.envelope().schema(), change.envelope());
        Struct after = change.after();
        List<String> unchanged = after == null ? List.of() : disguised(after);
        return unchanged.isEmpty() ? json : unmasked(json, unchanged);
    }

    private static List<String> disguised(Struct row) {
        return row.schema().fields().stream()
                .filter(ChangeJson::canDisguise)
                .filter(field -> UnchangedValue.isDisguised(row.getWithoutDefault(field.name())))
                .map(Field::name)
                .toList();
    }

    private static boolean canDisguise(Field field) {
        Schema.Type type = field.schema().type();
        return type == Schema.Type.ARRAY || type == Schema.Type.STRING;
    }

    private byte[] unmasked(byte[] json, List<String> columns) {
        ObjectNode envelope = (ObjectNode) mapper.readTree(json);
        ObjectNode after = (ObjectNode) envelope.get("after");
        columns.forEach(column -> after.put(column, Change.UNAVAILABLE));
        return mapper.writeValueAsBytes(envelope);
    }
}
