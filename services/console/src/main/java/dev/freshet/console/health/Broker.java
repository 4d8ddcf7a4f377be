package dev.freshet.console.health;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** Asks the Kafka cluster whether it is there; connects when first asked. Thread-safe. */
final class Broker implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 1_500;

    private final Map<String, Object> connection;
    private @Nullable Admin admin;

    Broker(Map<String, Object> connection) {
        this.connection = new HashMap<>(connection);
        this.connection.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    }

    /** Returns when the cluster has answered; blocks for at most the timeout. */
    void ask() throws ExecutionException, InterruptedException {
        admin().describeCluster().nodes().get();
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(java.time.Duration.ZERO);
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(connection);
        }
        return admin;
    }
}
