package dev.freshet.statistics.folding;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/** How one consumer is, for health. Written by its thread, read by any. */
final class Condition {

    private static final Logger log = LoggerFactory.getLogger(Condition.class);

    private final String consumer;
    private final Clock clock;
    private volatile @Nullable Illness illness;
    private volatile @Nullable Illness last;

    Condition(String consumer, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /**
     * Why it does not get on.
     *
     * @param reason for people
     * @param at when it was last seen
     */
    record Illness(String reason, Instant at) {}

    void ill(String doing, Throwable cause) {
        String reason = doing + ": " + NestedExceptionUtils.getMostSpecificCause(cause);
        log.warn("{}: {}; trying again", consumer, reason);
        log.debug("{}", consumer, cause);
        illness = new Illness(reason, clock.instant());
        last = illness;
    }

    void well() {
        if (illness != null) {
            log.info("{} gets on again", consumer);
            illness = null;
        }
    }

    /** Null while it gets on. */
    @Nullable
    Illness illness() {
        return illness;
    }

    /** The latest failure, mended or not; null when there was none since the start. */
    @Nullable
    Illness last() {
        return last;
    }
}
