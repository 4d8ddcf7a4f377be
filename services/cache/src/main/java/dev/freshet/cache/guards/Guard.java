package dev.freshet.cache.guards;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the loads of an operation are guarded.
 *
 * @param timeout longest run of one attempt; it is interrupted then
 * @param attempts in total, the first included
 * @param pause after the first failed attempt; it doubles with each further one
 * @param concurrent how many run at once, in this process
 * @param patience how long a load waits at most for its turn among them; who would wait longer is refused
 * @param provider whose rate limit counts; null for none
 */
public record Guard(
        Duration timeout, int attempts, Duration pause, int concurrent, Duration patience, @Nullable String provider) {

    /** 15 s an attempt, four of them with pauses of 1, 2 and 4 s, 16 at once. */
    public static final Guard DEFAULT =
            new Guard(Duration.ofSeconds(15), 4, Duration.ofSeconds(1), 16, Duration.ofSeconds(15), null);

    public Guard {
        if (timeout.toMillis() < 1 || attempts < 1 || pause.toMillis() < 1 || concurrent < 1 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "a guard needs timeout and pause >= 1ms, attempts and concurrent >= 1," + " patience >= 0: "
                            + timeout + ", " + pause + ", " + attempts + ", " + concurrent + ", " + patience);
        }
    }

    public Guard of(String itsProvider) {
        return new Guard(timeout, attempts, pause, concurrent, patience, itsProvider);
    }

    /** Longest that a load takes when everything goes wrong, apart from waiting for the provider's rate. */
    public Duration longest() {
        Duration pauses = pause.multipliedBy((1L << Math.min(attempts - 1, 30)) - 1);
        return timeout.plus(patience).multipliedBy(attempts).plus(pauses);
    }
}
