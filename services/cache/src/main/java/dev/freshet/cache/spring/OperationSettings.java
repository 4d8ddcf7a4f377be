package dev.freshet.cache.spring;

import dev.freshet.cache.Policy;
import dev.freshet.cache.guards.Guard;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the answers of an operation are computed and kept.
 *
 * @param timeout longest run of one attempt
 * @param attempts in total, the first included
 * @param pause after the first failed attempt; it doubles
 * @param concurrent how many run at once in this process
 * @param patience how long a load waits for its turn among them
 * @param provider whose rate limit counts
 * @param life how long an entry stays in Redis
 * @param jitter by which part of it a life is shorter at most
 * @param largest longest answer that is kept, in characters of JSON
 */
public record OperationSettings(
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("4") int attempts,
        @DefaultValue("1s") Duration pause,
        @DefaultValue("16") int concurrent,
        @DefaultValue("15s") Duration patience,
        @Nullable String provider,
        @DefaultValue("1d") Duration life,
        @DefaultValue("0.1") double jitter,
        @DefaultValue("1000000") int largest) {

    /** The same as the core has it, for a cache that the application defines itself. */
    public Policy policy() {
        return new Policy(new Guard(timeout, attempts, pause, concurrent, patience, provider), life, jitter, largest);
    }
}
