package dev.freshet.capture;

import dev.freshet.capture.engine.Detour;
import dev.freshet.capture.publication.Publication;
import dev.freshet.capture.settings.WatchSettings;
import dev.freshet.capture.slot.Slot;
import dev.freshet.capture.slot.SlotState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks at the slot now and then, for health and metrics, and restarts an engine that cannot see for itself that
 * something is wrong: somebody altered its publication, or its heartbeat has stopped. Thread-safe.
 */
final class SlotWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);

    private final Slot slot;
    private final Publication publication;
    private final Heartbeat heartbeat;
    private final Capture capture;
    private final CaptureStatus status;
    private final Detour detour;
    private final WatchSettings settings;
    private volatile @Nullable SlotState last;
    private volatile @Nullable ScheduledExecutorService scheduler;

    SlotWatch(
            Slot slot,
            Publication publication,
            Heartbeat heartbeat,
            Capture capture,
            CaptureStatus status,
            Detour detour,
            WatchSettings settings) {
        this.slot = slot;
        this.publication = publication;
        this.heartbeat = heartbeat;
        this.capture = capture;
        this.status = status;
        this.detour = detour;
        this.settings = settings;
    }

    /** As it was at the last look; empty when there was none, or no look yet. */
    Optional<SlotState> last() {
        return Optional.ofNullable(last);
    }

    static Map<String, Object> details(SlotState state) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("walStatus", state.walStatus());
        details.put("retainedBytes", state.retainedBytes());
        details.put("unconfirmedBytes", state.unconfirmedBytes());
        return details;
    }

    private void look() {
        try {
            last = slot.state().orElse(null);
            if (status.current().state() == CaptureState.STREAMING) {
                restartIfBlind();
            }
        } catch (DataAccessException e) {
            last = null;
            LOG.debug("The slot cannot be looked at", e);
        } catch (RuntimeException e) {
            LOG.warn("The look at the slot failed", e);
        }
    }

    private void restartIfBlind() {
        if (!publication.isAsWanted()) {
            capture.restart("somebody altered the publication");
        } else if (status.sinceLastBatch().compareTo(settings.silence()) > 0
                && heartbeat.isOlderThan(settings.silence())) {
            capture.restart("the heartbeat has stopped");
        } else if (detour.isTaken() && status.sinceStart().compareTo(settings.detour()) > 0) {
            capture.straighten();
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService started =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "capture-watch"));
        long interval = settings.interval().toMillis();
        var unused = started.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
        scheduler = started;
    }

    @Override
    public void stop() {
        ScheduledExecutorService started = scheduler;
        if (started != null) {
            started.shutdownNow();
            scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    /** The row that the engine's heartbeat rewrites. */
    record Heartbeat(JdbcClient database, String source) {

        boolean isOlderThan(java.time.Duration age) {
            return database.sql("select coalesce(max(beat) < now() - :millis * interval '1 ms', true)"
                            + " from freshet.heartbeat where source = :source")
                    .param("millis", age.toMillis())
                    .param("source", source)
                    .query(Boolean.class)
                    .single();
        }
    }
}
