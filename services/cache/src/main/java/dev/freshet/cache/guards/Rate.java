package dev.freshet.cache.guards;

import java.time.Duration;

/**
 * What a provider allows.
 *
 * @param requests in each period, of this process
 * @param period such as a second, a minute or a day
 * @param patience how long a load waits at most; who would wait longer is refused at once
 */
public record Rate(int requests, Duration period, Duration patience) {

    public Rate {
        if (requests < 1 || period.toMillis() < 1 || patience.isNegative()) {
            throw new IllegalArgumentException("a rate needs requests >= 1, period >= 1ms, patience >= 0: " + requests
                    + ", " + period + ", " + patience);
        }
    }
}
