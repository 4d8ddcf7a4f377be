package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what each answer was last made from, and so knows which were removed in vain. Depends on the events alone, in
 * the order of their partition: a recount sees the same. Not thread-safe.
 */
public final class Refills {

    /** Of what was computed longer ago, nobody says that its removal was needless. */
    public static final int MEMORY_DAYS = 7;

    private static final Duration MEMORY = Duration.ofDays(MEMORY_DAYS);

    private final Map<EntryName, Fill> latest;

    /** For a topic that is read from its beginning. */
    public Refills() {
        this(Map.of());
    }

    /** @param known the latest fill of each entry that may be asked about */
    Refills(Map<EntryName, Fill> known) {
        this.latest = new HashMap<>(known);
    }

    /**
     * A computation.
     *
     * @param contentHash of what it was made from
     */
    record Fill(String contentHash, Instant at) {}

    /** Takes note of a lookup; true if it had to compute an answer again from the content that it was made from before. */
    public boolean isNeedless(Lookup lookup) {
        EntryName entry = lookup.entry();
        Access access = lookup.access();
        Access.Load load = access.load();
        if (entry == null || load == null || access.outcome().isHit()) {
            return false;
        }
        if (load.contentHash() == null) {
            latest.remove(entry);
            return false;
        }
        Fill before = latest.put(entry, new Fill(load.contentHash(), access.time()));
        return before != null
                && before.contentHash().equals(load.contentHash())
                && Duration.between(before.at(), access.time()).abs().compareTo(MEMORY) <= 0
                && wasRemoved(access.reason());
    }

    /** A lapsed lease or a server that is away removes nothing. */
    private static boolean wasRemoved(Access.@Nullable Reason reason) {
        return reason != null && reason != Access.Reason.lease && reason != Access.Reason.away;
    }
}
