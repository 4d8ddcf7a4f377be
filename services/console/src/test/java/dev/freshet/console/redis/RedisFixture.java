package dev.freshet.console.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;

/** The console's connection to a Redis of a test's choice. */
public record RedisFixture(RedisClient client, Redis redis) implements AutoCloseable {

    public static RedisFixture at(int port) {
        RedisClient client = RedisClient.create(RedisURI.create("localhost", port));
        return new RedisFixture(client, new Redis(client, Duration.ofSeconds(1)));
    }

    @Override
    public void close() {
        redis.close();
        client.shutdown();
    }
}
