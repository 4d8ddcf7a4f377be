package dev.freshet.invalidation;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the work goes: what health tells. Thread-safe. */
final class Progress {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    /**
     * The last attempt has failed.
     *
     * @param passing whether it mends itself
     */
    record Failure(String reason, boolean passing) {}

    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean assigned;
    private volatile @Nullable Failure failure;
    private volatile @Nullable Instant lastApplied;

    /** Partitions, or none of them, have been given to us. */
    void assigned() {
        assigned = true;
        succeeded();
    }

    /** There was nothing to read. */
    void idle() {
        succeeded();
    }

    void applied(Instant at) {
        lastApplied = at;
        succeeded();
    }

    /**
     * Says it once, and loudly when a person is needed.
     *
     * @return how many failures that makes without a success between
     */
    int failed(String what, Throwable thrown) {
        Failure now = new Failure(what + ": " + Failures.reason(thrown), Failures.isPassing(thrown));
        if (!now.passing()) {
            log.error("{} failed, and will until its cause is mended; nothing is skipped", what, thrown);
        } else if (!now.equals(failure)) {
            log.warn("{} failed, trying again: {}", what, Failures.reason(thrown));
        }
        failure = now;
        return failures.incrementAndGet();
    }

    boolean isAssigned() {
        return assigned;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    @Nullable
    Instant lastApplied() {
        return lastApplied;
    }

    private void succeeded() {
        if (failures.getAndSet(0) > 0) {
            log.info("Going on");
        }
        failure = null;
    }
}
