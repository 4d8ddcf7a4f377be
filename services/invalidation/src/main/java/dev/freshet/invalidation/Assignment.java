package dev.freshet.invalidation;

import dev.freshet.invalidation.positions.Positions;
import dev.freshet.invalidation.positions.StartingPoints;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * Partitions come and go. Called on the consumer's thread, within its poll; reading goes on only when the beginning has
 * succeeded, however often it has to be tried.
 */
final class Assignment implements ConsumerAwareRebalanceListener {

    private final StartingPoints startingPoints;
    private final Positions positions;
    private final RetrySettings retry;
    private final Progress progress;
    private final BooleanSupplier running;

    /** @param running whether somebody still wants the partitions */
    Assignment(
            StartingPoints startingPoints,
            Positions positions,
            RetrySettings retry,
            Progress progress,
            BooleanSupplier running) {
        this.startingPoints = startingPoints;
        this.positions = positions;
        this.retry = retry;
        this.progress = progress;
        this.running = running;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        while (true) {
            try {
                startingPoints.begin(consumer, partitions);
                progress.assigned();
                return;
            } catch (WakeupException | InterruptException e) {
                throw e;
            } catch (RuntimeException e) {
                int failures = progress.failed("beginning to read " + partitions, e);
                if (!running.getAsBoolean()) {
                    throw e;
                }
                rest(retry.pause(failures));
            }
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        positions.forget(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        positions.forget(partitions);
    }

    private static void rest(Duration pause) {
        LockSupport.parkNanos(pause.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptException("interrupted while beginning to read");
        }
    }
}
