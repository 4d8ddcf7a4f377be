package dev.freshet.app.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets so many pass in each period, and counts the others. Thread-safe. */
final class Rate {

    private final int most;
    private final Duration period;
    private final Clock clock;

    private Instant until = Instant.MIN;
    private int passed;
    private long held;

    Rate(int most, Duration period, Clock clock) {
        this.most = most;
        this.period = period;
        this.clock = clock;
    }

    /** Returns how many were held back since the last that passed, or -1 if this one has to be held back too. */
    synchronized long pass() {
        Instant now = clock.instant();
        if (!now.isBefore(until)) {
            until = now.plus(period);
            passed = 0;
        }
        if (passed == most) {
            held++;
            return -1;
        }
        passed++;
        long before = held;
        held = 0;
        return before;
    }
}
