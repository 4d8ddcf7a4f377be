package dev.freshet.statistics.figures;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.statistics.invalidations.Latency;
import org.jspecify.annotations.Nullable;

/**
 * The invalidations of some time, as answered.
 *
 * @param invalidations outcomes, one for each change and tag
 * @param rowsDeleted rows of cache tables that they removed
 * @param keysRemoved Redis keys that they removed
 * @param latencyMillis from commit to invalidated; null when no change was among their causes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Removed(long invalidations, long rowsDeleted, long keysRemoved, @Nullable Percentiles latencyMillis) {

    static final Removed NONE = new Removed(0, 0, 0, null);

    /** Half, 95 and 99 of a hundred took no longer. */
    record Percentiles(double p50, double p95, double p99) {

        static @Nullable Percentiles of(Latency latency) {
            return latency.count() == 0
                    ? null
                    : new Percentiles(latency.millis(50), latency.millis(95), latency.millis(99));
        }
    }

    /** Invalidations being added up; not thread-safe. */
    static final class Sum {

        private final Latency latency = new Latency();
        private long invalidations;
        private long rowsDeleted;
        private long keysRemoved;

        void add(long invalidations, long rowsDeleted, long keysRemoved, byte @Nullable [] latency) {
            this.invalidations += invalidations;
            this.rowsDeleted += rowsDeleted;
            this.keysRemoved += keysRemoved;
            this.latency.add(Latency.read(latency));
        }

        Removed removed() {
            return new Removed(invalidations, rowsDeleted, keysRemoved, Percentiles.of(latency));
        }
    }
}
