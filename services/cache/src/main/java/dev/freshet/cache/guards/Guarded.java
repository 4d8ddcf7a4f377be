package dev.freshet.cache.guards;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the loads of one operation: an attempt waits for the provider's rate and for its turn, runs on a thread of the
 * executor, and is interrupted when its time is over. Thread-safe.
 */
public final class Guarded {

    private final String operation;
    private final Guard guard;
    private final Providers providers;
    private final ExecutorService threads;
    private final Retry retry;
    private final Bulkhead bulkhead;

    public Guarded(String operation, Guard guard, Providers providers, ExecutorService threads) {
        this.operation = operation;
        this.guard = guard;
        this.providers = providers;
        this.threads = threads;
        this.retry = Retry.of(
                operation,
                RetryConfig.custom()
                        .maxAttempts(guard.attempts())
                        .intervalFunction(IntervalFunction.ofExponentialBackoff(guard.pause(), 2))
                        .retryOnException(Guarded::mayPass)
                        .build());
        this.bulkhead = Bulkhead.of(
                operation,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(guard.concurrent())
                        .maxWaitDuration(guard.patience())
                        .build());
    }

    /** What was refused is not asked again at once; whoever interrupts wants an end. */
    private static boolean mayPass(Throwable failure) {
        return failure instanceof Exception
                && !(failure instanceof LoadRefusedException)
                && !(failure instanceof InterruptedException);
    }

    /** Longest that {@link #run} takes. */
    public Duration longest() {
        return guard.longest().plus(providers.longestWait(guard.provider()).multipliedBy(guard.attempts()));
    }

    /**
     * Blocks until the work is done, has failed as often as it may, or is refused.
     *
     * @throws Exception what the last attempt threw, or {@link LoadRefusedException}, or {@link TimeoutException}
     */
    public <T> T run(Callable<T> work) throws Exception {
        return retry.executeCallable(() -> attempt(work));
    }

    private <T> T attempt(Callable<T> work) throws Exception {
        providers.admit(guard.provider());
        if (!bulkhead.tryAcquirePermission()) {
            throw new LoadRefusedException(guard.concurrent() + " loads of " + operation
                    + " run already, and none ended within " + guard.patience());
        }
        Turn turn = new Turn(bulkhead);
        try {
            return within(guard.timeout(), threads.submit(() -> turn.take(work)));
        } finally {
            turn.giveUp();
        }
    }

    /** Ends when the work does: work that does not heed its interruption keeps its turn. */
    private static final class Turn {

        private final Bulkhead bulkhead;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Turn(Bulkhead bulkhead) {
            this.bulkhead = bulkhead;
        }

        private <T> T take(Callable<T> work) throws Exception {
            if (!taken.compareAndSet(false, true)) {
                throw new IllegalStateException("nobody waits for it any more");
            }
            try {
                return work.call();
            } finally {
                bulkhead.onComplete();
            }
        }

        /** If the work has not begun, it never will. */
        private void giveUp() {
            if (taken.compareAndSet(false, true)) {
                bulkhead.onComplete();
            }
        }
    }

    private <T> T within(Duration timeout, Future<T> result) throws Exception {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("no answer to " + operation + " within " + timeout);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            result.cancel(true);
        }
    }
}
