package dev.freshet.invalidation;

import dev.freshet.invalidation.positions.StartingPoints;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * After a failure, delivers the batch again from its first record, without end and with nothing committed. Records may
 * then come in other batches, and new ones with them; their order within a partition stays. Called on the consumer's
 * thread.
 *
 * <p>Not spring-kafka's {@code DefaultErrorHandler}: that one gives up on some exceptions and skips their records.
 */
final class InOrderRetry implements CommonErrorHandler {

    private final StartingPoints startingPoints;
    private final RetrySettings retry;
    private final Progress progress;

    InOrderRetry(StartingPoints startingPoints, RetrySettings retry, Progress progress) {
        this.startingPoints = startingPoints;
        this.retry = retry;
        this.progress = progress;
    }

    @Override
    public void handleBatch(
            Exception thrown,
            ConsumerRecords<?, ?> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            first.put(partition, records.records(partition).get(0).offset());
        }
        first.forEach(consumer::seek);
        rest(container, progress.failed("applying " + first, thrown));
    }

    /** Of the consumer itself: a broker away, or an offset that is not there any more. */
    @Override
    public void handleOtherException(
            Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        if (thrown instanceof OffsetOutOfRangeException gone) {
            try {
                startingPoints.begin(consumer, gone.partitions());
            } catch (RuntimeException e) {
                rest(container, progress.failed("beginning anew to read " + gone.partitions(), e));
            }
        } else {
            rest(container, progress.failed("reading", thrown));
        }
    }

    /** The offsets that count are committed by the listener. */
    @Override
    public boolean isAckAfterHandle() {
        return false;
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    private void rest(MessageListenerContainer container, int failures) {
        try {
            ListenerUtils.stoppableSleep(container, retry.pause(failures).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
