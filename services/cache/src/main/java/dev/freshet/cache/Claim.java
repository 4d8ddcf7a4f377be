package dev.freshet.cache;

import dev.freshet.cache.control.Claims;
import dev.freshet.cache.guards.LoadFailedException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to load an answer while the others wait. It saves work and protects nothing. Prolonged while
 * it is held: a process that dies frees it within its life.
 */
final class Claim implements AutoCloseable {

    private static final Duration LIFE = Duration.ofSeconds(5);
    private static final Duration MEMORY = Duration.ofSeconds(2);
    private static final long FIRST_PAUSE = 10;
    private static final long LONGEST_PAUSE = 100;

    private final RedisSide redis;
    private final String load;
    private final String claimant = UUID.randomUUID().toString();
    private @Nullable ScheduledFuture<?> prolonging;
    private @Nullable String failure;
    private boolean released;

    private Claim(RedisSide redis, String load) {
        this.redis = redis;
        this.load = load;
    }

    /**
     * Waits until nobody else loads the answer.
     *
     * @param load the entry's key and the fences that the load begins under: after a change nobody waits for a load from
     *     before it
     * @param patience after which it is loaded anyway
     * @throws LoadFailedException if the load that was waited for has failed
     */
    static Claim await(RedisSide redis, String load, Duration patience, ScheduledExecutorService timer)
            throws InterruptedException {
        Claim claim = new Claim(redis, load);
        if (claim.awaited(System.nanoTime() + patience.toNanos())) {
            long millis = LIFE.toMillis() / 3;
            claim.prolonging = timer.scheduleWithFixedDelay(claim::prolong, millis, millis, TimeUnit.MILLISECONDS);
        }
        return claim;
    }

    private boolean awaited(long deadline) throws InterruptedException {
        String holder = null;
        long pause = FIRST_PAUSE;
        while (true) {
            holder = redis.claim(load, claimant, LIFE, holder);
            if (holder == null || holder.equals(claimant)) {
                return holder != null;
            }
            String failed = Claims.failureOf(holder);
            if (failed != null) {
                throw new LoadFailedException("another process has failed to load " + load + ": " + failed, null);
            }
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    private synchronized void prolong() {
        if (released) {
            return;
        }
        redis.claim(load, claimant, LIFE, null);
    }

    /** To be told to those who wait. */
    void failed(Throwable cause) {
        failure = cause.toString();
    }

    @Override
    public synchronized void close() {
        released = true;
        if (prolonging != null) {
            prolonging.cancel(false);
            redis.release(load, claimant, failure, MEMORY);
        }
    }
}
