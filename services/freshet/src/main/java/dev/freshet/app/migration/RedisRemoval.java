package dev.freshet.app.migration;

import dev.freshet.cache.control.ControlKeys;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.Template;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Objects;
import java.util.stream.Stream;

/** Takes the control keys out of Redis, and the entries: nobody would remove those when their sources change. */
final class RedisRemoval {

    private static final int AT_ONCE = 500;

    private final RedisClient client;
    private final ControlKeys keys;
    private final RuleSet rules;

    RedisRemoval(RedisClient client, ControlKeys keys, RuleSet rules) {
        this.client = client;
        this.keys = keys;
        this.rules = rules;
    }

    /** Returns how many keys are gone. */
    long remove() {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return prefixes()
                    .mapToLong(prefix -> remove(connection.sync(), prefix))
                    .sum();
        }
    }

    /** A template that begins with a placeholder could be any key: those are left to expire. */
    private Stream<String> prefixes() {
        Stream<String> entries = rules.caches().values().stream()
                .map(CacheRule::keys)
                .filter(Objects::nonNull)
                .map(Template::prefix)
                .filter(prefix -> !prefix.isEmpty());
        return Stream.concat(Stream.of(keys.prefix() + ":"), entries).distinct();
    }

    private static long remove(RedisCommands<String, String> redis, String prefix) {
        ScanIterator<String> found = ScanIterator.scan(
                redis, ScanArgs.Builder.matches(literally(prefix) + "*").limit(AT_ONCE));
        long removed = 0;
        while (found.hasNext()) {
            removed += redis.unlink(found.next());
        }
        return removed;
    }

    private static String literally(String text) {
        return text.replaceAll("([\\\\*?\\[\\]])", "\\\\$1");
    }
}
