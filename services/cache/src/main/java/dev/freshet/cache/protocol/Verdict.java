package dev.freshet.cache.protocol;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a tier makes of a lookup. */
public enum Verdict {
    /** it may be served */
    HIT,
    /** there is no entry */
    ABSENT,
    /** a tag's fence is another than the entry remembers, or gone */
    FENCE,
    /** the cache's epoch is another than the entry remembers, or gone */
    EPOCH,
    /** the pipeline was not seen to be complete within the bound */
    LEASE,
    /** the row was made from other content than the current one */
    HASH,
    /** the server did not answer */
    AWAY;

    /**
     * Judges an entry by one look at Redis.
     *
     * @param entry what the entry remembers; null when there is none
     * @param tags all that an answer to this lookup depends on: an entry that does not remember them all is no answer
     */
    public static Verdict of(@Nullable Ticket entry, View view, Collection<String> tags, Bound bound) {
        if (entry == null) {
            return ABSENT;
        }
        if (!bound.holds(view)) {
            return LEASE;
        }
        return entry.fences().keySet().containsAll(tags) ? entry.in(view) : FENCE;
    }

    public boolean isHit() {
        return this == HIT;
    }

    /** As metrics name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
