package dev.freshet.cache.outage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server may be asked. After a failure it is left alone for a while, then one asks whether it is back; one
 * warning tells of the beginning and one line of the end. Thread-safe.
 */
public final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);
    private static final long NONE = Long.MIN_VALUE;

    private final String consequence;
    private final long pause;
    private final LongSupplier nanos;
    private final Runnable counter;
    private final AtomicLong nextTry = new AtomicLong(NONE);

    /**
     * Nothing is known to be wrong yet.
     *
     * @param consequence what is away and what follows, for the log
     * @param pause how long to leave the server alone
     * @param nanos such as {@code System::nanoTime}
     * @param counter called at every failure
     */
    public Outage(String consequence, Duration pause, LongSupplier nanos, Runnable counter) {
        this.consequence = consequence;
        this.pause = pause.toNanos();
        this.nanos = nanos;
        this.counter = counter;
    }

    /** Whether to ask the server: always while it is well, and once in a while when it is not. */
    public boolean mayTry() {
        long next = nextTry.get();
        if (next == NONE) {
            return true;
        }
        long now = nanos.getAsLong();
        return now - next >= 0 && nextTry.compareAndSet(next, now + pause);
    }

    public boolean isOver() {
        return nextTry.get() == NONE;
    }

    /** The server has answered. */
    public void worked() {
        if (nextTry.get() != NONE && nextTry.getAndSet(NONE) != NONE) {
            log.info("It is over: {}", consequence);
        }
    }

    /** The server has not answered, or not as it should. */
    public void failed(Throwable cause) {
        counter.run();
        if (nextTry.getAndSet(nanos.getAsLong() + pause) == NONE) {
            log.warn("{}; the next line about it tells when it is over. Cause: {}", consequence, told(cause));
        }
    }

    private static String told(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == cause ? cause.toString() : cause + ", from " + root;
    }
}
