package dev.freshet.invalidation.keys;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Removes keys from Redis. Blocks until it has answered; exceptions are Lettuce's. Thread-safe. */
public final class RedisKeys {

    private static final int PORTION = 1000;

    private final Supplier<StatefulRedisConnection<String, String>> redis;

    /** @param redis asked for at every use; its timeout holds for a portion of keys */
    public RedisKeys(Supplier<StatefulRedisConnection<String, String>> redis) {
        this.redis = redis;
    }

    /** Removes the keys, wherever in a cluster they are; returns those that were there. */
    public List<String> remove(Collection<String> keys) {
        List<String> all = keys.stream().distinct().toList();
        List<String> removed = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PORTION) {
            removed.addAll(removePortion(all.subList(from, Math.min(from + PORTION, all.size()))));
        }
        return removed;
    }

    private List<String> removePortion(List<String> keys) {
        StatefulRedisConnection<String, String> connection = redis.get();
        RedisAsyncCommands<String, String> commands = connection.async();
        List<RedisFuture<Long>> replies = keys.stream().map(commands::unlink).toList();
        if (!LettuceFutures.awaitAll(connection.getTimeout(), replies.toArray(new RedisFuture<?>[0]))) {
            throw new RedisCommandTimeoutException("no reply to UNLINK within " + connection.getTimeout());
        }
        List<String> removed = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (replies.get(i).toCompletableFuture().join() > 0) {
                removed.add(keys.get(i));
            }
        }
        return removed;
    }
}
