package dev.freshet.invalidation;

import dev.freshet.events.Invalidation;
import dev.freshet.invalidation.lease.Leases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Figures of this process. Repeats count again, so that {@code changes} may exceed what the topics hold; {@code outcomes}
 * exceeds {@code changes} where one makes several things stale. Alert on {@code parked} rising at all, on {@code
 * lease.remaining} at 0, and on {@code latency} nearing the bound. Thread-safe.
 */
final class InvalidationMetrics {

    private final Counter changes;
    private final Counter outcomes;
    private final Counter rows;
    private final Counter keys;
    private final Counter parked;
    private final Timer latency;
    private final Timer gateWait;

    InvalidationMetrics(MeterRegistry registry, Leases leases, Clock clock) {
        this.changes = Counter.builder("freshet.invalidation.changes")
                .description("Records read and applied")
                .register(registry);
        this.outcomes = Counter.builder("freshet.invalidation.outcomes")
                .description("Outcomes told, one per record and tag")
                .register(registry);
        this.rows = Counter.builder("freshet.invalidation.rows.deleted")
                .description("Rows removed from cache tables")
                .register(registry);
        this.keys = Counter.builder("freshet.invalidation.keys.removed")
                .description("Redis keys removed")
                .register(registry);
        this.parked = Counter.builder("freshet.invalidation.parked")
                .description("Records that could not be understood")
                .register(registry);
        this.latency = Timer.builder("freshet.invalidation.latency")
                .description("From the commit of a change to its removal from the caches")
                .register(registry);
        this.gateWait = Timer.builder("freshet.invalidation.gate.wait")
                .description("Waiting until the changes of a batch are visible")
                .register(registry);
        registry.gauge("freshet.invalidation.behind", leases, Leases::behind);
        registry.gauge(
                "freshet.lease.remaining", leases, its -> its.remaining(clock).toMillis() / 1000.0);
    }

    void applied(int records, Removal.Done done) {
        changes.increment(records);
        outcomes.increment(done.outcomes().size());
        parked.increment(done.parked());
        for (Invalidation outcome : done.outcomes()) {
            rows.increment((double) outcome.rowsDeleted());
            keys.increment((double) outcome.keysRemoved());
            recordLatency(outcome);
        }
    }

    void waitedAtTheGate(Duration time) {
        gateWait.record(time);
    }

    private void recordLatency(Invalidation outcome) {
        Instant commit = outcome.change() == null ? null : outcome.change().commitTime();
        if (commit != null) {
            latency.record(Duration.between(commit, outcome.appliedAt()));
        }
    }
}
