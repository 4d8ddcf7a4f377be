package dev.freshet.capture;

import dev.freshet.capture.slot.SlotState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * Capture's meters, all under {@code freshet.capture}.
 *
 * <p>{@code lag} is the age of the last beat that came through: alert above a few seconds. {@code slot.retained} grows
 * while nobody reads the slot: alert long before the disk is full. {@code slot.unconfirmed} is what a restart would
 * read again. {@code slot.lost} is 1 when the server gave the slot up, which becomes a gap. {@code stubs} counts into
 * {@code records}; each makes whole caches stale: alert on any. {@code failures} counts engines that ended by
 * themselves.
 */
final class CaptureMetrics implements MeterBinder {

    private final CaptureStatus status;
    private final SlotWatch slot;

    CaptureMetrics(CaptureStatus status, SlotWatch slot) {
        this.status = status;
        this.slot = slot;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (CaptureState state : CaptureState.values()) {
            Gauge.builder(
                            "freshet.capture.state",
                            status,
                            each -> each.current().state() == state ? 1 : 0)
                    .tag("state", state.name().toLowerCase(java.util.Locale.ROOT))
                    .description("1 for the state that capture is in")
                    .register(registry);
        }
        Gauge.builder("freshet.capture.lag", status, CaptureMetrics::lagSeconds)
                .baseUnit("seconds")
                .description("Age of the last beat that came through")
                .register(registry);
        slotGauge(registry, "retained", "Write-ahead log kept for the slot", SlotState::retainedBytes);
        slotGauge(
                registry,
                "unconfirmed",
                "Write-ahead log since the acknowledged position",
                SlotState::unconfirmedBytes);
        Gauge.builder("freshet.capture.slot.lost", slot, CaptureMetrics::lost)
                .description("1 when the server gave the slot up")
                .register(registry);
        counter(registry, "records", "Changes that Kafka acknowledged", CaptureStatus::publishedChanges);
        counter(registry, "stubs", "Changes that went out without their value", CaptureStatus::publishedStubs);
        counter(registry, "watermarks", "Watermarks published", CaptureStatus::publishedWatermarks);
        counter(registry, "failures", "Engines that ended by themselves", CaptureStatus::failures);
    }

    private void slotGauge(MeterRegistry registry, String name, String description, ToDoubleFunction<SlotState> value) {
        Gauge.builder("freshet.capture.slot." + name, slot, watch -> watch.last()
                        .map(value::applyAsDouble)
                        .orElse(Double.NaN))
                .baseUnit("bytes")
                .description(description)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String description, ToDoubleFunction<CaptureStatus> value) {
        FunctionCounter.builder("freshet.capture." + name, status, value)
                .description(description)
                .register(registry);
    }

    private static double lagSeconds(CaptureStatus status) {
        return status.lag().map(lag -> lag.toMillis() / 1000.0).orElse(Double.NaN);
    }

    private static double lost(SlotWatch slot) {
        return slot.last().map(state -> state.isLost() ? 1.0 : 0.0).orElse(Double.NaN);
    }
}
