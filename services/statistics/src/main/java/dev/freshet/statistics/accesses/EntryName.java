package dev.freshet.statistics.accesses;

import java.util.Comparator;

/**
 * Which entry.
 *
 * @param key the cache key
 */
record EntryName(String cache, String key) implements Comparable<EntryName> {

    private static final Comparator<EntryName> ORDER =
            Comparator.comparing(EntryName::cache).thenComparing(EntryName::key);

    @Override
    public int compareTo(EntryName other) {
        return ORDER.compare(this, other);
    }
}
