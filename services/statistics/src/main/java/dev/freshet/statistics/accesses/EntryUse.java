package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a batch says of one entry. Not thread-safe. */
final class EntryUse {

    private String operation = "";
    private long hits;
    private long misses;
    private long tokensSaved;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private Instant lastHit = Instant.MIN;
    private @Nullable Instant loaded;
    private Access.@Nullable Load load;

    /** Sorted by name, the order in which rows are locked. */
    static SortedMap<EntryName, EntryUse> of(Collection<Lookup> lookups) {
        SortedMap<EntryName, EntryUse> uses = new TreeMap<>();
        for (Lookup lookup : lookups) {
            EntryName entry = lookup.entry();
            if (entry != null) {
                uses.computeIfAbsent(entry, name -> new EntryUse()).add(lookup.access());
            }
        }
        return uses;
    }

    private void add(Access access) {
        operation = access.operation() == null ? "" : access.operation();
        first = access.time().isBefore(first) ? access.time() : first;
        last = access.time().isAfter(last) ? access.time() : last;
        if (access.outcome().isHit()) {
            hits++;
            lastHit = access.time().isAfter(lastHit) ? access.time() : lastHit;
            tokensSaved = Math.addExact(tokensSaved, access.tokensSaved());
            return;
        }
        misses++;
        if (access.load() != null) {
            load = access.load();
            loaded = access.time();
        }
    }

    String operation() {
        return operation;
    }

    long hits() {
        return hits;
    }

    long misses() {
        return misses;
    }

    long tokensSaved() {
        return tokensSaved;
    }

    Instant last() {
        return last;
    }

    /** To be asked for where there are hits. */
    Instant lastHit() {
        return lastHit;
    }

    /** When the answer was computed; the first lookup when it was not. */
    Instant since() {
        return loaded == null ? first : loaded;
    }

    boolean computed() {
        return loaded != null;
    }

    /** Null when it was not computed, or nobody said. */
    @Nullable
    Long size() {
        return load == null ? null : load.size();
    }

    @Nullable
    String contentHash() {
        return load == null ? null : load.contentHash();
    }
}
