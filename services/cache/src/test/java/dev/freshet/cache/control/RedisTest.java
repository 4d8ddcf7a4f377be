package dev.freshet.cache.control;

import dev.freshet.embedded.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A connection to the real Redis, and control keys of this test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisTest {

    final RedisClient client = RedisClient.create(TestServers.shared().redisUri());
    StatefulRedisConnection<String, String> connection;

    @BeforeAll
    void connect() {
        connection = client.connect();
    }

    @AfterAll
    void close() {
        connection.close();
        client.shutdown();
    }

    RedisCommands<String, String> redis() {
        return connection.sync();
    }

    static ControlKeys freshKeys() {
        return new ControlKeys("{test-" + UUID.randomUUID() + "}");
    }
}
