package dev.freshet.statistics.folding;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Nothing is skipped: after any failure the consumer goes back to the stored positions and tries again, for ever, with
 * growing pauses. All calls come from one consumer thread; not thread-safe.
 */
final class FoldingErrors implements CommonErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(FoldingErrors.class);

    private final Cursors cursors;
    private final Tally tally;
    private final Condition condition;
    private final Pauses pauses;

    FoldingErrors(Cursors cursors, Tally tally, Condition condition, Pauses pauses) {
        this.cursors = cursors;
        this.tally = tally;
        this.condition = condition;
        this.pauses = pauses;
    }

    @Override
    public void handleBatch(
            Exception thrown,
            ConsumerRecords<?, ?> batch,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable again) {
        Throwable cause = thrown instanceof ListenerExecutionFailedException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
        if (cause instanceof PositionTaken) {
            tally.refused();
            log.warn("{}", cause.getMessage());
        } else if (!(cause instanceof Cursors.NotPlaced)) {
            condition.ill("cannot count what was polled", cause);
        }
        goBack(batch.partitions(), consumer, container);
    }

    @Override
    public void handleOtherException(
            Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        condition.ill("cannot poll", thrown);
        goBack(cursors.notPlaced(consumer.assignment()), consumer, container);
    }

    private void goBack(
            Collection<TopicPartition> partitions, Consumer<?, ?> consumer, MessageListenerContainer container) {
        cursors.forget(partitions);
        pause(container);
        try {
            cursors.place(partitions, consumer::seek);
        } catch (RuntimeException e) {
            condition.ill("cannot go back to the stored positions of " + partitions, e);
        }
    }

    private void pause(MessageListenerContainer container) {
        try {
            ListenerUtils.stoppableSleep(container, pauses.nextMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e); // restores the flag
        }
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    @Override
    public boolean isAckAfterHandle() {
        return false;
    }
}
