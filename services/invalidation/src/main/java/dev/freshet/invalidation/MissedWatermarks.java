package dev.freshet.invalidation;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * A watermark that could not be used is let go: the next one says more, and meanwhile the lease lapses, which is what it is
 * for. For one consumer's thread.
 */
final class MissedWatermarks implements CommonErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(MissedWatermarks.class);

    private String said = "";

    @Override
    public boolean handleOne(
            Exception thrown,
            ConsumerRecord<?, ?> record,
            Consumer<?, ?> consumer,
            MessageListenerContainer container) {
        if (Failures.isPassing(thrown)) {
            say(Failures.reason(thrown));
        } else {
            log.error("No lease for the watermark at {}", record.offset(), thrown);
        }
        return true;
    }

    /** Twice a second the same would drown everything else. */
    private void say(String reason) {
        if (!reason.equals(said)) {
            log.info("No lease for the latest watermarks: {}", reason);
            said = reason;
        }
    }

    @Override
    public void handleOtherException(
            Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        log.warn("Cannot read watermarks: {}", Failures.reason(thrown));
    }

    /** There is no group to remember anything for. */
    @Override
    public boolean isAckAfterHandle() {
        return false;
    }
}
