package dev.freshet.console.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection for the whole console, made when first needed, so that the console also starts while Redis is away; it
 * comes back by itself. Thread-safe.
 */
public final class Redis implements AutoCloseable {

    private final RedisClient client;
    private final Duration timeout;
    private @Nullable StatefulRedisConnection<String, String> connection;

    Redis(RedisClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * The commands. Each blocks for at most the timeout set.
     *
     * @throws io.lettuce.core.RedisException if Redis cannot be reached, here or from each command
     */
    public synchronized RedisCommands<String, String> commands() {
        if (connection == null) {
            connection = client.connect();
            connection.setTimeout(timeout);
        }
        return connection.sync();
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
