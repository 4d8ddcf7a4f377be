package dev.freshet.invalidation.dryrun;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules would have removed.
 *
 * @param since changes recorded from then on were replayed
 * @param until up to then
 * @param sources in alphabetical order
 * @param caches of which anything would be stale, in alphabetical order
 * @param notes what could not be asked, and what follows
 */
public record Forecast(Instant since, Instant until, List<Source> sources, List<Cache> caches, List<String> notes) {

    /**
     * A source table.
     *
     * @param recorded whether there is a topic of its changes
     * @param changes how many were replayed
     * @param effective how many of them make anything stale
     * @param unreadable how many could not be read, and so make all stale that the table feeds
     */
    public record Source(String table, boolean recorded, long changes, long effective, long unreadable) {}

    /**
     * A cache.
     *
     * @param whole whether all of it would be stale
     * @param rows how many rows that there are now would go; null if the database could not be asked
     * @param keys how many Redis keys that there are now would go; null if Redis could not be asked
     * @param tags how many tags and keys became stale, the whole cache counted as one
     * @param stale the first of them, those with the most changes first
     */
    public record Cache(
            String cache, boolean whole, @Nullable Long rows, @Nullable Long keys, long tags, List<Tag> stale) {}

    /**
     * A tag, {@code key:<key>} or {@code cache:<name>}; what is removed counts for the first that it depends on.
     *
     * @param changes how many made it stale
     */
    public record Tag(String tag, long changes, @Nullable Long rows, @Nullable Long keys) {}
}
