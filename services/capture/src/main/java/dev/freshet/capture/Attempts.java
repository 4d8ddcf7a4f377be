package dev.freshet.capture;

import dev.freshet.capture.database.Origin;
import dev.freshet.capture.engine.EngineFactory;
import dev.freshet.capture.engine.EngineFailedException;
import dev.freshet.capture.engine.EngineRun;
import dev.freshet.capture.gap.Gaps;
import dev.freshet.capture.preflight.Preflight;
import dev.freshet.capture.slot.SlotGuard;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One attempt to capture after the other. {@link #run} is called by one thread; {@link #end} and {@link #stop} by any.
 */
final class Attempts {

    private final Preflight preflight;
    private final Ground ground;
    private final Gaps gaps;
    private final EngineFactory engines;
    private final JdbcClient database;
    private final CaptureStatus status;
    private final Obstacle obstacle = new Obstacle();
    private final AtomicReference<@Nullable EngineRun> current = new AtomicReference<>();
    private volatile @Nullable String endReason;
    private volatile boolean stopped;

    Attempts(
            Preflight preflight,
            Ground ground,
            Gaps gaps,
            EngineFactory engines,
            JdbcClient database,
            CaptureStatus status) {
        this.preflight = preflight;
        this.ground = ground;
        this.gaps = gaps;
        this.engines = engines;
        this.database = database;
        this.status = status;
    }

    /**
     * Blocks while the engine runs.
     *
     * @return false when another instance has the slot, and nothing was done
     */
    boolean run() {
        if (ground.isTaken()) {
            status.is(CaptureState.STANDBY, "another instance streams from the slot");
            return false;
        }
        status.is(CaptureState.STARTING, null);
        preflight.check();
        Origin origin = Origin.of(database);
        SlotGuard guard = ground.prepare(origin, () -> engines.storedPosition(gaps), obstacle.reason());
        endReason = null;
        try (EngineRun run = engines.open(origin, gaps, guard, status)) {
            current.set(run);
            if (!stopped) {
                run(run);
            }
        } finally {
            current.set(null);
        }
        return true;
    }

    private void run(EngineRun run) {
        long watermarks = status.publishedWatermarks();
        try {
            run.run();
            obstacle.passed();
        } catch (EngineFailedException e) {
            if (!stopped && endReason == null && !lostTheSlot()) {
                boolean around = engines.detour().around(e);
                obstacle.met(e, around || status.publishedWatermarks() > watermarks);
                throw e;
            }
        }
        String reason = endReason;
        if (reason != null && !stopped) {
            throw new IllegalStateException(reason);
        }
    }

    /** Whether two instances found the slot free, and the other was faster. */
    private boolean lostTheSlot() {
        return status.current().state() == CaptureState.STARTING && ground.isTaken();
    }

    /** Ends the engine, which counts as a failure. */
    void end(String reason) {
        EngineRun run = current.get();
        if (run != null) {
            endReason = reason;
            run.stop();
        }
    }

    /** Ends the detour around a value that could not be converted, and with it the engine; another follows. */
    void straighten() {
        EngineRun run = current.get();
        if (run != null) {
            engines.detour().end();
            run.stop();
        }
    }

    /** Allows attempts, again after {@link #stop}. */
    void begin() {
        stopped = false;
    }

    /** Ends the attempt for good. */
    void stop() {
        stopped = true;
        ground.cancel();
        EngineRun run = current.get();
        if (run != null) {
            run.stop();
        }
    }
}
