package dev.freshet.capture.engine;

import dev.freshet.capture.database.Database;
import dev.freshet.capture.publication.Publication;
import dev.freshet.capture.settings.CaptureSettings;
import dev.freshet.capture.settings.OffsetSettings;
import dev.freshet.capture.slot.Slot;
import dev.freshet.events.Topics;
import dev.freshet.rules.TableName;
import io.debezium.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/** Debezium's properties. They hold passwords: never to be logged. */
final class EngineProperties {

    private static final long QUEUE_BYTES = 64L * 1024 * 1024;

    private final Properties properties = new Properties();

    /** With what never differs. */
    EngineProperties() {
        put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        put("plugin.name", Slot.PLUGIN);
        put("snapshot.mode", "no_data");
        put("publication.autocreate.mode", "disabled");
        put("slot.drop.on.stop", "false");
        put("tombstones.on.delete", "false");
        put("skipped.operations", "none");
        supervision();
        values();
        // Debezium logs its properties, and knows all secrets but this one
        put(Configuration.CUSTOM_SANITIZE_PATTERN_KEY, Configuration.PASSWORD_PATTERN + "|.*ssl\\.keystore\\.key$");
        put("max.queue.size.in.bytes", Long.toString(QUEUE_BYTES));
        // Two engines of one topic prefix in one process would wait for each other's JMX beans
        put("custom.metric.tags", "run=" + UUID.randomUUID());
    }

    /** Every failure ends the engine: only we look for gaps before it starts again. */
    private void supervision() {
        put("errors.max.retries", "0");
        put("slot.max.retries", "0");
        put("event.processing.failure.handling.mode", "fail");
        put("event.converting.failure.handling.mode", "fail");
        put("offset.mismatch.strategy", "no_validation");
    }

    /** A value has one spelling, which people would recognise. */
    private void values() {
        put("decimal.handling.mode", "string");
        put("time.precision.mode", "isostring");
        put("binary.handling.mode", "hex");
        put("hstore.handling.mode", "json");
        put("interval.handling.mode", "string");
        put("include.unknown.datatypes", "true");
    }

    EngineProperties from(Database database, CaptureSettings settings) {
        properties.putAll(database.connectorProperties());
        put("slot.name", settings.slot());
        put("publication.name", settings.publication());
        put("poll.interval.ms", Long.toString(settings.pollInterval().toMillis()));
        put("heartbeat.interval.ms", Long.toString(settings.heartbeat().toMillis()));
        put("heartbeat.action.query", heartbeat(settings.source()));
        return this;
    }

    /** The source has no quotes in it; see {@link CaptureSettings}. */
    private static String heartbeat(String source) {
        return "set synchronous_commit = local;"
                + " insert into freshet.heartbeat (source, beat) values ('" + source + "', now())"
                + " on conflict (source) do update set beat = excluded.beat";
    }

    /** @param messageKeys see {@link MessageKeys} */
    EngineProperties of(Topics topics, Set<TableName> tables, String messageKeys) {
        put("topic.prefix", topics.changes());
        List<TableName> all = new ArrayList<>(tables);
        all.add(Publication.HEARTBEAT);
        put("table.include.list", TablePatterns.of(all));
        if (!messageKeys.isEmpty()) {
            put("message.key.columns", messageKeys);
        }
        return this;
    }

    /** Without columns whose values cannot be converted. */
    EngineProperties without(String columns) {
        if (!columns.isEmpty()) {
            put("column.exclude.list", columns);
        }
        return this;
    }

    /** @param name under which the position is kept: another name begins without one */
    EngineProperties keeping(String name, String topic, OffsetSettings offsets, KafkaAccess kafka) {
        properties.putAll(kafka.connection());
        put("name", name);
        put("offset.storage", PositionStore.class.getName());
        put("offset.storage.topic", topic);
        put("offset.storage.partitions", "1");
        put("offset.storage.replication.factor", Short.toString(offsets.replicationFactor()));
        put("offset.flush.interval.ms", Long.toString(offsets.flush().toMillis()));
        return this;
    }

    Properties asProperties() {
        return properties;
    }

    private void put(String name, String value) {
        properties.setProperty(name, value);
    }
}
