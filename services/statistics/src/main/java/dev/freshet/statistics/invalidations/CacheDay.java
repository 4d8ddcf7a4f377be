package dev.freshet.statistics.invalidations;

import dev.freshet.events.Invalidation;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;

/**
 * What invalidations are counted by.
 *
 * @param date the UTC day on which they were applied
 */
public record CacheDay(LocalDate date, String cache) implements Comparable<CacheDay> {

    private static final Comparator<CacheDay> ORDER =
            Comparator.comparing(CacheDay::date).thenComparing(CacheDay::cache);

    public static CacheDay of(Invalidation invalidation) {
        return new CacheDay(LocalDate.ofInstant(invalidation.appliedAt(), ZoneOffset.UTC), invalidation.cache());
    }

    @Override
    public String toString() {
        return date + " " + cache;
    }

    @Override
    public int compareTo(CacheDay other) {
        return ORDER.compare(this, other);
    }
}
