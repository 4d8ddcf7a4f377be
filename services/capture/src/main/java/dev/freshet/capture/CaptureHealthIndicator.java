package dev.freshet.capture;

import dev.freshet.capture.engine.Detour;
import dev.freshet.capture.settings.WatchSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when capture does not run, or when no beat has come through for too long; a standby is up. */
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
        @Nullable String reason = reason(now);
        Health.Builder health = reason == null ? Health.up() : Health.down();
        health.withDetail("state", now.state().name())
                .withDetail("since", now.since().toString());
        if (reason != null) {
            health.withDetail("reason", reason);
        } else if (now.reason() != null) {
            health.withDetail("note", now.reason());
        }
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

    /** Null when all is well. */
    private @Nullable String reason(CaptureStatus.Snapshot now) {
        return switch (now.state()) {
            case FAILED, STOPPED -> now.reason() == null ? "capture has stopped" : now.reason();
            case STANDBY -> null;
            case STARTING -> status.lag().isPresent() ? silenceReason() : null;
            case STREAMING -> silenceReason();
        };
    }

    private @Nullable String silenceReason() {
        return status.lag()
                .filter(lag -> lag.compareTo(silence) > 0)
                .map(lag -> "no beat of the last " + lag.toSeconds() + " s has come through")
                .orElse(null);
    }
}
