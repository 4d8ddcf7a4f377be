package dev.freshet.invalidation.changes;

import dev.freshet.events.Command;
import dev.freshet.events.Invalidation;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.Operation;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleCache;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one record makes stale.
 *
 * @param stale each thing once, in the order of the rules
 * @param fed every cache that the record could have touched, had it said anything
 * @param provenance the transaction to wait for; null when there is none
 * @param poison the record itself, to be parked; null when it was understood
 */
public record Effect(
        Cause cause, Set<Stale> stale, Set<String> fed, @Nullable Provenance provenance, @Nullable Poison poison) {

    public Effect {
        stale = Collections.unmodifiableSet(new LinkedHashSet<>(stale));
        fed = Collections.unmodifiableSet(new TreeSet<>(fed));
    }

    /** Of something missing from a partition, from the offset on. */
    public static Effect ofGap(Origin at, String cache, String reason) {
        Origin origin = new Origin(at.topic(), "gap:" + at.topicId(), at.partition(), at.offset());
        Cause cause = new Cause(origin, null, everythingIn(cache, origin, reason));
        return new Effect(cause, caches(Set.of(cache)), Set.of(cache), null, null);
    }

    /** The command that the role gives itself when nobody knows what was meant. */
    static Command everythingIn(String cache, Origin origin, String reason) {
        return new Command(
                origin.outcomeId("cache:" + cache), cache, null, null, true, "invalidation", origin + ": " + reason);
    }

    /** Whether it tells that a row of the cache itself was deleted: by us, mostly, and perhaps filled again since. */
    public boolean isEndOfRow(CacheRule cache) {
        Invalidation.Change change = cause.change();
        return change != null
                && change.operation().equals(Operation.DELETE.word())
                && cache.rows() != null
                && change.table().equals(cache.rows().table().toString());
    }

    /** Of the same record, everything that it could have touched. */
    public Effect widened() {
        return new Effect(cause, caches(fed), fed, provenance, poison);
    }

    static Set<Stale> caches(Collection<String> names) {
        Set<Stale> caches = new LinkedHashSet<>();
        names.forEach(name -> caches.add(new StaleCache(name)));
        return caches;
    }
}
