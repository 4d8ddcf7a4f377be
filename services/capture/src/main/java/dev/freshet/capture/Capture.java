package dev.freshet.capture;

import dev.freshet.capture.preflight.Preflight;
import dev.freshet.capture.settings.RestartSettings;
import dev.freshet.refusal.Refusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Keeps an engine running, on one thread of its own: looks for gaps, makes ready, runs it, and does all of that again
 * whenever it ends, with growing pauses. While another instance has the slot it stands by.
 *
 * <p>{@link #start} refuses what a person has to mend; what may mend itself, such as a database that is away, is tried
 * again. {@link #stop} returns when the engine has ended.
 */
final class Capture implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Preflight preflight;
    private final Attempts attempts;
    private final RestartSettings settings;
    private final CaptureStatus status;
    private volatile @Nullable Supervision running;

    Capture(Preflight preflight, Attempts attempts, RestartSettings settings, CaptureStatus status) {
        this.preflight = preflight;
        this.attempts = attempts;
        this.settings = settings;
        this.status = status;
    }

    @Override
    public void start() {
        try {
            preflight.check();
        } catch (DataAccessException e) {
            AccessRefusal.in(e).ifPresent(refusal -> {
                throw refusal;
            });
            LOG.warn("The database cannot be asked yet, capture goes on trying: {}", e.getMessage());
        }
        attempts.begin();
        Supervision supervision = new Supervision();
        running = supervision;
        supervision.thread.start();
    }

    @Override
    public void stop() {
        Supervision supervision = running;
        if (supervision != null) {
            supervision.stop();
            running = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /** Ends the current run, which is then followed by another. */
    void restart(String reason) {
        attempts.end(reason);
    }

    /** Goes the straight way again, where the current run goes around a value that could not be converted. */
    void straighten() {
        attempts.straighten();
    }

    private final class Supervision implements Runnable {

        private final CountDownLatch stopping = new CountDownLatch(1);
        private final Thread thread = new Thread(this, "capture");

        @Override
        public void run() {
            Pauses pauses = new Pauses(settings);
            try {
                do {
                    attempt(pauses);
                } while (!stopping.await(pauses.next().toMillis(), TimeUnit.MILLISECONDS));
                status.is(CaptureState.STOPPED, "stopped by request");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                status.is(CaptureState.STOPPED, "interrupted");
            } catch (Error e) {
                // No attempt follows an error of the virtual machine
                status.is(CaptureState.STOPPED, e.toString());
                throw e;
            }
        }

        private void attempt(Pauses pauses) {
            long watermarks = status.publishedWatermarks();
            try {
                pauses.after(attempts.run() ? Duration.ZERO : settings.standby());
            } catch (Refusal e) {
                pauses.afterFailure(status.publishedWatermarks() > watermarks);
                failed(e.getMessage() + ". " + e.remedy(), e);
            } catch (RuntimeException e) {
                pauses.afterFailure(status.publishedWatermarks() > watermarks);
                failed(String.valueOf(e.getMessage()), e);
            }
        }

        private void failed(String reason, RuntimeException e) {
            if (stopping.getCount() == 0) {
                LOG.debug("Capture was stopped in the middle of a start", e);
                return;
            }
            status.is(CaptureState.FAILED, reason);
            LOG.warn("Capture has stopped and will be started again: {}", reason);
            LOG.debug("Capture has stopped", e);
        }

        void stop() {
            stopping.countDown();
            attempts.stop();
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
