package dev.freshet.cache.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedTest {

    private static final Guard ONCE =
            new Guard(Duration.ofSeconds(30), 1, Duration.ofMillis(1), 1, Duration.ofMillis(10), null);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Guarded guarded(Guard guard) {
        return new Guarded("quiz", guard, new Providers(Map.of()), threads);
    }

    @Test
    void defaultsAreThoseDocumented() {
        assertThat(Guard.DEFAULT.timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(Guard.DEFAULT.attempts()).isEqualTo(4);
        assertThat(Guard.DEFAULT.pause()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aFailedAttemptIsRepeatedAfterPausesThatDouble() {
        Guard guard = new Guard(Duration.ofSeconds(5), 4, Duration.ofMillis(20), 1, Duration.ZERO, null);
        long begin = System.nanoTime();

        assertThatThrownBy(() -> guarded(guard).run(() -> {
                    throw new IOException("attempt " + attempts.incrementAndGet());
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("attempt 4");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(20 + 40 + 80));
    }

    @Test
    void anAttemptThatTakesTooLongIsInterruptedAndFails() throws Exception {
        Guard guard = new Guard(Duration.ofMillis(50), 1, Duration.ofMillis(1), 1, Duration.ZERO, null);
        CountDownLatch interrupted = new CountDownLatch(1);

        assertThatThrownBy(() -> guarded(guard).run(() -> {
                    try {
                        return new CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.HOURS);
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                }))
                .isInstanceOf(TimeoutException.class);
        interrupted.await();
    }

    @Test
    void oneMoreThanMayRunIsRefusedAndRunsOnceThereIsRoom() throws Exception {
        Guarded guarded = guarded(ONCE);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Boolean> first = threads.submit(() -> guarded.run(() -> {
            begun.countDown();
            end.await();
            return true;
        }));
        begun.await();

        assertThatThrownBy(() -> guarded.run(attempts::incrementAndGet)).isInstanceOf(LoadRefusedException.class);
        end.countDown();
        assertThat(first.get()).isTrue();
        assertThat(guarded.run(attempts::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void whoWouldWaitTooLongForAProviderIsRefusedAtOnce() throws Exception {
        Providers providers = new Providers(Map.of("model", new Rate(2, Duration.ofDays(1), Duration.ofSeconds(30))));
        Guarded guarded = new Guarded("quiz", ONCE.of("model"), providers, threads);
        guarded.run(attempts::incrementAndGet);
        guarded.run(attempts::incrementAndGet);
        long begin = System.nanoTime();

        assertThatThrownBy(() -> guarded.run(attempts::incrementAndGet))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("model");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(attempts).hasValue(2);
    }

    @Test
    void whoWouldWaitAShortTimeForAProviderWaits() throws Exception {
        Providers providers =
                new Providers(Map.of("model", new Rate(1, Duration.ofMillis(50), Duration.ofSeconds(30))));
        Guarded guarded = new Guarded("quiz", ONCE.of("model"), providers, threads);

        for (int i = 1; i <= 4; i++) {
            assertThat(guarded.run(attempts::incrementAndGet)).isEqualTo(i);
        }
    }
}
