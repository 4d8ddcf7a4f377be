package dev.freshet.cache;

import dev.freshet.cache.guards.Guard;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How the answers of an operation are computed and kept.
 *
 * @param guard of the computation
 * @param life how long an entry stays in Redis
 * @param jitter by which part of it an entry's life is shorter at most, from 0 to 1: entries made together end apart
 * @param largest longest answer that is kept, in characters of JSON; a longer one is given, and computed again
 */
public record Policy(Guard guard, Duration life, double jitter, int largest) {

    /** A day less up to a tenth, a million characters, the default guard. */
    public static final Policy DEFAULT = new Policy(Guard.DEFAULT, Duration.ofDays(1), 0.1, 1_000_000);

    public Policy {
        if (life.toMillis() < 1_000 || !(jitter >= 0 && jitter < 1) || largest < 1) {
            throw new IllegalArgumentException("a policy needs life >= 1s, 0 <= jitter < 1, largest >= 1: " + life
                    + ", " + jitter + ", " + largest);
        }
    }

    public Policy with(Guard other) {
        return new Policy(other, life, jitter, largest);
    }

    public Policy living(Duration other) {
        return new Policy(guard, other, jitter, largest);
    }

    public Policy upTo(int characters) {
        return new Policy(guard, life, jitter, characters);
    }

    /** The life of one entry. */
    Duration life(DoubleSupplier random) {
        return Duration.ofMillis((long) (life.toMillis() * (1 - jitter * random.getAsDouble())));
    }
}
