package dev.freshet.capture;

import dev.freshet.capture.engine.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How capture is, for health and metrics. Thread-safe. */
final class CaptureStatus implements Progress {

    private final Clock clock;
    private volatile Snapshot current;
    private volatile @Nullable Instant lastBeat;
    private volatile @Nullable String held;
    private volatile Instant lastBatch;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong stubs = new AtomicLong();
    private final AtomicLong watermarks = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    CaptureStatus(Clock clock) {
        this.clock = clock;
        this.lastBatch = clock.instant();
        this.current = new Snapshot(CaptureState.STOPPED, clock.instant(), null);
    }

    /**
     * @param state what capture is doing
     * @param since when it began to
     * @param reason why; null when there is nothing to say
     */
    record Snapshot(CaptureState state, Instant since, @Nullable String reason) {}

    Snapshot current() {
        return current;
    }

    synchronized void is(CaptureState state, @Nullable String reason) {
        if (state == CaptureState.FAILED) {
            failures.incrementAndGet();
        }
        if (state == CaptureState.STANDBY) {
            lastBeat = null;
        }
        Snapshot old = current;
        Instant since = old.state() == state ? old.since() : clock.instant();
        current = new Snapshot(state, since, reason);
    }

    /** Age of the last beat that came through; empty before the first one. */
    Optional<Duration> lag() {
        return Optional.ofNullable(lastBeat).map(beat -> Duration.between(beat, clock.instant()));
    }

    /** How long it has been in its state. */
    Duration sinceStart() {
        return Duration.between(current.since(), clock.instant());
    }

    Duration sinceLastBatch() {
        return Duration.between(lastBatch, clock.instant());
    }

    /** Why a gap is still open; null when none is. */
    @Nullable
    String heldBy() {
        return held;
    }

    long publishedChanges() {
        return published.get();
    }

    long publishedStubs() {
        return stubs.get();
    }

    long publishedWatermarks() {
        return watermarks.get();
    }

    long failures() {
        return failures.get();
    }

    @Override
    public void batch() {
        lastBatch = clock.instant();
        if (current.state() == CaptureState.STARTING) {
            is(CaptureState.STREAMING, null);
        }
    }

    @Override
    public void published(int changes) {
        published.addAndGet(changes);
    }

    @Override
    public void stub() {
        stubs.incrementAndGet();
    }

    @Override
    public void beat(Instant time) {
        lastBeat = time;
    }

    @Override
    public void watermark() {
        watermarks.incrementAndGet();
        held = null;
    }

    @Override
    public void held(String reason) {
        held = reason;
    }
}
