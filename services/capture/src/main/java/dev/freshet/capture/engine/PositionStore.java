package dev.freshet.capture.engine;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.apache.kafka.connect.util.SharedTopicAdmin;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Connect's store of offsets in a topic, together with the admin client that it uses. Debezium makes the same
 * store, but never closes that client: one more connection and thread with every restart of the engine. Public, because
 * Debezium makes it by name.
 */
public final class PositionStore implements OffsetBackingStore {

    private static final String CLIENT = "freshet-capture-offsets";

    private @Nullable SharedTopicAdmin admin;
    private @Nullable KafkaOffsetBackingStore store;

    @Override
    public void configure(WorkerConfig config) {
        Map<String, Object> properties = new HashMap<>(config.originals());
        properties.put("client.id", CLIENT + "-admin");
        SharedTopicAdmin opened = new SharedTopicAdmin(properties);
        admin = opened;
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), true);
        KafkaOffsetBackingStore configured = new KafkaOffsetBackingStore(opened, () -> CLIENT, converter);
        configured.configure(config);
        store = configured;
    }

    @Override
    public void start() {
        store().start();
    }

    @Override
    public void stop() {
        try {
            if (store != null) {
                store.stop();
            }
        } finally {
            if (admin != null) {
                admin.close();
            }
        }
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        return store().get(keys);
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        return store().set(values, callback);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connector) {
        return store().connectorPartitions(connector);
    }

    private KafkaOffsetBackingStore store() {
        if (store == null) {
            throw new IllegalStateException("not configured");
        }
        return store;
    }
}
