package dev.freshet.invalidation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How what failed is tried again: in order, without end.
 *
 * @param first pause before the first repeat; it doubles
 * @param longest pause at most
 */
@ConfigurationProperties("freshet.invalidation.retry")
record RetrySettings(@DefaultValue("100ms") Duration first, @DefaultValue("5s") Duration longest) {

    RetrySettings {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "need 1 ms <= first <= longest: " + first + ", " + longest + " (freshet.invalidation.retry.*)");
        }
    }

    /** The pause after so many failures in a row, from 1. */
    Duration pause(int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
