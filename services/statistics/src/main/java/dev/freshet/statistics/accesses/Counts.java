package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lookups added up. Not thread-safe. */
public final class Counts {

    private final Map<Figure, Long> values = new EnumMap<>(Figure.class);
    private @Nullable Instant writtenFrom;

    /** Adds one lookup. Only a hit saves tokens, and only a miss has a reason, whatever the event says. */
    public void count(Lookup lookup, boolean needless) {
        Access access = lookup.access();
        writtenFrom(lookup.written());
        add(Figure.of(access.outcome()), 1);
        if (access.outcome().isHit()) {
            add(Figure.TOKENS_SAVED, access.tokensSaved());
            return;
        }
        if (access.reason() != null) {
            add(Figure.of(access.reason()), 1);
        }
        if (access.load() != null) {
            add(Figure.LOADS, 1);
            add(Figure.LOAD_MILLIS, access.load().millis());
        }
        if (needless) {
            add(Figure.NEEDLESS_INVALIDATIONS, 1);
        }
    }

    void add(Counts other) {
        other.values.forEach(this::add);
        writtenFrom(other.writtenFrom);
    }

    /** Notes that one of them was written then; null tells nothing. */
    public void writtenFrom(@Nullable Instant written) {
        if (written != null && (writtenFrom == null || written.isBefore(writtenFrom))) {
            writtenFrom = written;
        }
    }

    /** When the first of them was written to the topic; null when that is not known. Two counts are equal without it. */
    public @Nullable Instant writtenFrom() {
        return writtenFrom;
    }

    public void add(Figure figure, long more) {
        if (more != 0) {
            values.merge(figure, more, Math::addExact);
        }
    }

    public long of(Figure figure) {
        return values.getOrDefault(figure, 0L);
    }

    public long hits() {
        return of(Figure.REDIS_HITS) + of(Figure.POSTGRES_HITS);
    }

    /** A bypass counts as a miss: the answer was computed. */
    public long allMisses() {
        return of(Figure.MISSES) + of(Figure.BYPASSES);
    }

    public long total() {
        return hits() + allMisses();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counts counts && values.equals(counts.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
