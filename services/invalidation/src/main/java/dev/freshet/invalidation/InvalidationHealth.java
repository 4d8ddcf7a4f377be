package dev.freshet.invalidation;

import dev.freshet.invalidation.lease.Leases;
import dev.freshet.invalidation.positions.Positions;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while batches are applied, or would be; else down, with the reason. */
final class InvalidationHealth implements HealthIndicator {

    private final Progress progress;
    private final Positions positions;
    private final Leases leases;
    private final BooleanSupplier running;
    private final Clock clock;

    InvalidationHealth(Progress progress, Positions positions, Leases leases, BooleanSupplier running, Clock clock) {
        this.progress = progress;
        this.positions = positions;
        this.leases = leases;
        this.running = running;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Health.Builder health = state().withDetail("partitions", positions.count())
                .withDetail("lag", leases.behind())
                .withDetail("leaseRemaining", leases.remaining(clock).toString());
        Instant lastApplied = progress.lastApplied();
        if (lastApplied != null) {
            health.withDetail("lastApplied", lastApplied.toString());
        }
        return health.build();
    }

    private Health.Builder state() {
        Progress.@Nullable Failure failure = progress.failure();
        if (!running.getAsBoolean()) {
            return Health.down().withDetail("state", "stopped");
        }
        if (failure != null) {
            return Health.down()
                    .withDetail("state", failure.passing() ? "retrying" : "needs mending")
                    .withDetail("reason", failure.reason());
        }
        return progress.isAssigned()
                ? Health.up().withDetail("state", "running")
                : Health.outOfService().withDetail("state", "starting");
    }
}
