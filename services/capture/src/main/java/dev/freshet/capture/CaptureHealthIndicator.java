package dev.freshet.capture;

import dev.freshet.capture.engine.Detour;
import dev.freshet.capture.settings.WatchSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Down when capture does not run, or when no beat has come through for too long; out of service while it starts; a
 * standby is up.
 */
final class CaptureHealthIndicator implements HealthIndicator {

    private final CaptureStatus status;
    private final SlotWatch slot;
    private final Detour detour;
    private final Duration silence;

    CaptureHealthIndicator(CaptureStatus status, SlotWatch slot, Detour detour, WatchSettings settings) {
        this.status = status;
        this.slot = slot;
        this.detour = detour;
        this.silence = settings.silence();
    }

    @Override
    public Health health() {
        CaptureStatus.Snapshot now = status.current();
        Health.Builder health = builder(now);
        health.withDetail("state", now.state().name())
                .withDetail("since", now.since().toString());
        @Nullable String held = status.heldBy();
        if (held != null) {
            health.withDetail("watermarks", held);
        }
        if (detour.isTaken()) {
            health.withDetail("leftOut", detour.description());
        }
        status.lag().ifPresent(lag -> health.withDetail("lagSeconds", lag.toMillis() / 1000.0));
        slot.last().ifPresent(state -> health.withDetail("slot", SlotWatch.details(state)));
        return health.build();
    }

    private Health.Builder builder(CaptureStatus.Snapshot now) {
        return switch (now.state()) {
            case STANDBY -> withReason(Health.up(), now.reason());
            case STARTING -> withReason(Health.outOfService(), "the engine is starting");
            case FAILED, STOPPED -> withReason(Health.down(), now.reason());
            case STREAMING -> {
                @Nullable String silence = silenceReason();
                yield silence == null ? Health.up() : withReason(Health.down(), silence);
            }
        };
    }

    private static Health.Builder withReason(Health.Builder health, @Nullable String reason) {
        return reason == null ? health : health.withDetail("reason", reason);
    }

    private @Nullable String silenceReason() {
        return status.lag()
                .filter(lag -> lag.compareTo(silence) > 0)
                .map(lag -> "no beat of the last " + lag.toSeconds() + " s has come through")
                .orElse(null);
    }
}
