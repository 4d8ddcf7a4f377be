package dev.freshet.invalidation.lease;

import dev.freshet.cache.control.Lease;
import dev.freshet.events.Watermark;
import dev.freshet.invalidation.positions.Positions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watermarks that have not been passed yet, and the lease that the newest of the passed ones allows. Exceptions are
 * Lettuce's: then nothing is granted, and a later call makes up for it. Thread-safe.
 */
public final class Leases {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final int MOST = 1000;

    private final Lease lease;
    private final Positions positions;
    private final String rules;
    private final Set<String> caches;
    private final Duration bound;
    private final Deque<Watermark> pending = new ArrayDeque<>();
    private volatile @Nullable Watermark newest;
    private volatile Instant granted = Instant.EPOCH;

    /**
     * @param rules digest of the rules by which changes are applied here: watermarks under other rules say nothing
     * @param caches every cache of the rules
     * @param bound how long after a watermark's time its lease ends
     */
    public Leases(Lease lease, Positions positions, String rules, Set<String> caches, Duration bound) {
        this.lease = lease;
        this.positions = positions;
        this.rules = rules;
        this.caches = Set.copyOf(caches);
        this.bound = bound;
    }

    /** Takes a watermark, in the order of their topic. */
    public void offer(Watermark watermark) {
        synchronized (pending) {
            newest = watermark;
            if (watermark.rules().equals(rules)) {
                pending.addLast(watermark);
            }
            if (pending.size() > MOST) {
                pending.removeFirst();
            }
        }
        positions.publish();
        evaluate();
    }

    /** Asks for the lease of the newest watermark that is passed. Blocks until Redis has answered. */
    public void evaluate() {
        synchronized (pending) {
            Iterator<Watermark> fromTheNewest = pending.descendingIterator();
            while (fromTheNewest.hasNext()) {
                Watermark watermark = fromTheNewest.next();
                // Our own positions are as recorded, or newer: what they have not passed need not be asked for
                if (positions.havePassed(watermark) && isSettled(watermark)) {
                    pending.removeIf(other -> !other.time().isAfter(watermark.time()));
                    return;
                }
            }
        }
    }

    /** Until when the newest lease stands that this process has seen granted; by the database's clock. */
    public Duration remaining(Clock clock) {
        Duration left = Duration.between(clock.instant(), granted);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** How many records before the newest watermark are still to apply here. */
    public long behind() {
        Watermark watermark = newest;
        return watermark == null ? 0 : positions.behind(watermark);
    }

    private boolean isSettled(Watermark watermark) {
        Lease.Answer answer = lease.ask(watermark, bound, caches);
        if (answer == Lease.Answer.RAISED) {
            log.warn("Redis is another server than last time, or the rules are: epochs raised for {}", caches);
        }
        if (answer == Lease.Answer.BEHIND) {
            return false;
        }
        if (answer != Lease.Answer.LATE) {
            granted = watermark.time().plus(bound);
        }
        return true;
    }
}
