package dev.freshet.cache.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, of the library's own, made when it is first needed: Redis may be away at the start. Reads go
 * to masters. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {

    /** A connection and its commands, which a cluster's has too, but no common type says so. */
    private record Connected(
            StatefulConnection<String, String> connection,
            RedisClusterAsyncCommands<String, String> async,
            RedisClusterCommands<String, String> sync) {}

    private final Supplier<Connected> connector;
    private final Duration timeout;
    private final boolean cluster;
    private final Runnable last;
    private @Nullable CompletableFuture<Connected> connecting;
    private boolean closed;

    private RedisLink(Supplier<Connected> connector, Duration timeout, boolean cluster, Runnable last) {
        this.connector = connector;
        this.timeout = timeout;
        this.cluster = cluster;
        this.last = last;
    }

    /** To one node, by a client of the link's own, which is shut down with it. */
    public static RedisLink to(String uri, Duration timeout) {
        RedisClient client = RedisClient.create(uri);
        return to(client, timeout, () -> client.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
    }

    /** To one node, or to the master that the client knows. */
    public static RedisLink to(RedisClient client, Duration timeout) {
        return to(client, timeout, () -> {});
    }

    private static RedisLink to(RedisClient client, Duration timeout, Runnable last) {
        return new RedisLink(
                () -> {
                    StatefulRedisConnection<String, String> connection = client.connect();
                    connection.setTimeout(timeout);
                    return new Connected(connection, connection.async(), connection.sync());
                },
                timeout,
                false,
                last);
    }

    /** To a Redis Cluster. */
    public static RedisLink to(RedisClusterClient client, Duration timeout) {
        return new RedisLink(
                () -> {
                    StatefulRedisClusterConnection<String, String> connection = client.connect();
                    connection.setTimeout(timeout);
                    return new Connected(connection, connection.async(), connection.sync());
                },
                timeout,
                true,
                () -> {});
    }

    /** Longest wait for one answer. */
    public Duration timeout() {
        return timeout;
    }

    /** Each command blocks for at most the timeout, and so does this. */
    public RedisClusterCommands<String, String> sync() {
        return connected().sync();
    }

    RedisClusterAsyncCommands<String, String> async() {
        return connected().async();
    }

    /** Whether one script may touch both keys. */
    boolean sharesNode(String one, String other) {
        return !cluster || SlotHash.getSlot(one) == SlotHash.getSlot(other);
    }

    private Connected connected() {
        CompletableFuture<Connected> future = connecting();
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisException("interrupted while connecting to Redis", e);
        } catch (ExecutionException e) {
            forget(future);
            throw new RedisException("cannot connect to Redis", e.getCause());
        } catch (TimeoutException e) {
            throw new RedisException("no connection to Redis within " + timeout, e);
        }
    }

    /** On a thread of its own: a host that does not answer holds it for as long as the client's options allow. */
    private synchronized CompletableFuture<Connected> connecting() {
        if (connecting == null) {
            CompletableFuture<Connected> future = new CompletableFuture<>();
            Thread thread = new Thread(() -> connect(future), "freshet-cache-connect");
            thread.setDaemon(true);
            thread.start();
            connecting = future;
        }
        return connecting;
    }

    private void connect(CompletableFuture<Connected> future) {
        try {
            future.complete(connector.get());
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    private synchronized void forget(CompletableFuture<Connected> failed) {
        if (connecting == failed) {
            connecting = null;
        }
    }

    /** May be called again. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (connecting != null) {
            CompletableFuture<Void> unused =
                    connecting.thenAccept(made -> made.connection().close());
        }
        last.run();
    }
}
