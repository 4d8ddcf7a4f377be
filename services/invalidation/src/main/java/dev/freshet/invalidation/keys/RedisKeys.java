package dev.freshet.invalidation.keys;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes keys from Redis, wherever in a cluster they are. Blocks until it has answered; exceptions are Lettuce's.
 * Thread-safe.
 */
public final class RedisKeys {

    private static final int PORTION = 1000;

    /** Nothing for a key that is not there, or is no string: entries are strings. */
    private static final String FINGERPRINT =
            """
            if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return false end
            return redis.sha1hex(redis.call('GET', KEYS[1]))""";

    private static final String REMOVE_UNCHANGED =
            """
            if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return 0 end
            if redis.sha1hex(redis.call('GET', KEYS[1])) ~= ARGV[1] then return 0 end
            return redis.call('UNLINK', KEYS[1])""";

    private final Supplier<StatefulRedisConnection<String, String>> redis;

    /** @param redis asked for at every use; its timeout holds for a portion of keys */
    public RedisKeys(Supplier<StatefulRedisConnection<String, String>> redis) {
        this.redis = redis;
    }

    /** Removes the keys; returns those that were there. */
    public List<String> remove(Collection<String> keys) {
        return positive(ask(keys, RedisAsyncCommands::unlink));
    }

    /** Those of the keys that are there. */
    public List<String> present(Collection<String> keys) {
        return positive(ask(keys, (commands, key) -> commands.exists(key)));
    }

    /** What the keys that are there have as values, shortened to a digest. */
    public Map<String, String> fingerprints(Collection<String> keys) {
        return ask(keys, (commands, key) -> commands.<@Nullable String>eval(FINGERPRINT, ScriptOutputType.VALUE, key));
    }

    /** Removes those keys that still have these fingerprints; returns them. */
    public List<String> removeUnchanged(Map<String, String> fingerprints) {
        return positive(ask(
                fingerprints.keySet(),
                (commands, key) -> commands.eval(
                        REMOVE_UNCHANGED,
                        ScriptOutputType.INTEGER,
                        new String[] {key},
                        Objects.requireNonNull(fingerprints.get(key)))));
    }

    private static List<String> positive(Map<String, Long> replies) {
        return replies.entrySet().stream()
                .filter(reply -> reply.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One command for each key, many on their way at once; a reply of nothing is left out. */
    private <T> Map<String, T> ask(
            Collection<String> keys, BiFunction<RedisAsyncCommands<String, String>, String, RedisFuture<T>> command) {
        List<String> all = keys.stream().distinct().toList();
        Map<String, T> replies = new LinkedHashMap<>();
        for (int from = 0; from < all.size(); from += PORTION) {
            askPortion(all.subList(from, Math.min(from + PORTION, all.size())), command, replies);
        }
        return replies;
    }

    private <T> void askPortion(
            List<String> keys,
            BiFunction<RedisAsyncCommands<String, String>, String, RedisFuture<T>> command,
            Map<String, T> replies) {
        StatefulRedisConnection<String, String> connection = redis.get();
        List<RedisFuture<T>> futures = new ArrayList<>();
        keys.forEach(key -> futures.add(command.apply(connection.async(), key)));
        if (!LettuceFutures.awaitAll(connection.getTimeout(), futures.toArray(new RedisFuture<?>[0]))) {
            throw new RedisCommandTimeoutException("no reply about keys within " + connection.getTimeout());
        }
        for (int i = 0; i < keys.size(); i++) {
            T reply = futures.get(i).toCompletableFuture().join();
            if (reply != null) {
                replies.put(keys.get(i), reply);
            }
        }
    }
}
