package dev.freshet.invalidation;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection to Redis, made when it is first needed: Redis may be away at the start. Thread-safe. */
final class RedisLink implements Supplier<StatefulRedisConnection<String, String>>, AutoCloseable {

    private final RedisClient client;
    private final Duration timeout;
    private @Nullable StatefulRedisConnection<String, String> connection;

    RedisLink(RedisClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    @Override
    public synchronized StatefulRedisConnection<String, String> get() {
        if (connection == null) {
            connection = client.connect();
            connection.setTimeout(timeout);
        }
        return connection;
    }

    RedisCommands<String, String> commands() {
        return get().sync();
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
