package dev.freshet.invalidation.changes;

import dev.freshet.events.Command;
import dev.freshet.events.EventJson;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleCache;
import dev.freshet.rules.StaleKey;
import dev.freshet.rules.StaleTag;
import dev.freshet.rules.Template;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads commands. One that cannot be read could have meant any cache. Thread-safe. */
final class CommandReader {

    private final Map<String, CacheRule> caches;

    CommandReader(RuleSet rules) {
        this.caches = rules.caches();
    }

    List<Effect> read(ConsumerRecord<byte[], byte[]> record, Origin origin) {
        try {
            return List.of(understood(record, origin));
        } catch (IllegalArgumentException e) {
            return instead(origin, new Poison(record, String.valueOf(e.getMessage())));
        }
    }

    /** A command for each cache, in place of one that could have been any. */
    private List<Effect> instead(Origin origin, Poison poison) {
        List<Effect> effects = new ArrayList<>();
        for (String cache : caches.keySet()) {
            Cause cause = new Cause(origin, null, Effect.everythingIn(cache, origin, poison.reason()));
            Set<String> one = Set.of(cache);
            effects.add(new Effect(cause, Effect.caches(one), one, null, effects.isEmpty() ? poison : null));
        }
        return effects;
    }

    private Effect understood(ConsumerRecord<byte[], byte[]> record, Origin origin) {
        if (record.value() == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        Command command = EventJson.read(record.value(), Command.class);
        Cause cause = new Cause(origin, null, command);
        return foreign(command)
                .map(reason -> new Effect(cause, Set.of(), Set.of(), null, new Poison(record, reason)))
                .orElseGet(() -> new Effect(cause, Set.of(stale(command)), Set.of(command.cache()), null, null));
    }

    /** Why a command concerns nothing of ours. Whoever may write the topic may not thereby remove what else Redis holds. */
    private Optional<String> foreign(Command command) {
        CacheRule cache = caches.get(command.cache());
        if (cache == null) {
            return Optional.of("no rules for a cache " + command.cache());
        }
        Template keys = cache.keys();
        return command.key() != null
                        && (keys == null || keys.match(command.key()).isEmpty())
                ? Optional.of("the cache " + command.cache() + " has no key like " + command.key())
                : Optional.empty();
    }

    private static Stale stale(Command command) {
        if (command.tag() != null) {
            return new StaleTag(command.cache(), storable(command.tag()));
        }
        return command.key() != null
                ? new StaleKey(command.cache(), storable(command.key()))
                : new StaleCache(command.cache());
    }

    /** No row can hold other text, and the driver would refuse to ask for it. */
    private static String storable(String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("not a text that PostgreSQL could hold");
        }
        return text;
    }
}
