package dev.freshet.cache;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The library's threads, all daemons.
 *
 * @param tiers ask Redis and PostgreSQL
 * @param flights lead computations: wait for claims, for the steps of the loader, for its answers to be kept
 * @param steps run what the application gives: the read step and the compute step
 * @param timer prolongs claims
 */
record Threads(ExecutorService tiers, ExecutorService flights, ExecutorService steps, ScheduledExecutorService timer)
        implements AutoCloseable {

    private static final int QUEUE = 10_000;

    static Threads start(int tiers, int flights) {
        return new Threads(
                bounded("tier", tiers),
                bounded("flight", flights),
                new ThreadPoolExecutor(
                        0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), named("step")),
                Executors.newSingleThreadScheduledExecutor(named("timer")));
    }

    private static ExecutorService bounded(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "freshet-cache-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** What the tiers are being asked is let finish. */
    @Override
    public void close() {
        flights.shutdownNow();
        steps.shutdownNow();
        timer.shutdownNow();
        tiers.shutdown();
        try {
            if (!tiers.awaitTermination(2, TimeUnit.SECONDS)) {
                tiers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tiers.shutdownNow();
        }
    }
}
