package dev.freshet.cache.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How old what Redis serves may be at most. PostgreSQL's rows are checked against the content itself, so no bound
 * concerns them.
 *
 * @param leased whether the lease is asked for at all
 * @param limit how long ago the pipeline must have been seen to be complete; null for what the lease grants
 */
public record Bound(boolean leased, @Nullable Duration limit) {

    /** While the lease stands: the installation's bound, 5 s by default. */
    public static final Bound LEASE = new Bound(true, null);

    /** For ever, unless an invalidation was applied: also while the pipeline stands still. */
    public static final Bound NONE = new Bound(false, null);

    /** Tighter than the lease; {@code ZERO} never takes an answer from Redis. */
    public static Bound atMost(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("a bound is no less than 0: " + limit);
        }
        return new Bound(true, limit);
    }

    /** Whether a look has to bring the server's time. */
    public boolean needsTime() {
        return limit != null;
    }

    boolean holds(View view) {
        if (!leased) {
            return true;
        }
        if (limit == null) {
            return view.beat() != null;
        }
        return view.age().filter(age -> age.compareTo(limit) < 0).isPresent();
    }
}
