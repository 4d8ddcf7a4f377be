package dev.freshet.invalidation;

import dev.freshet.events.Topics;
import dev.freshet.invalidation.changes.RecordReader;
import dev.freshet.invalidation.lease.Leases;
import dev.freshet.invalidation.lease.WatermarkListener;
import dev.freshet.invalidation.positions.Positions;
import dev.freshet.invalidation.positions.StartingPoints;
import dev.freshet.invalidation.positions.TopicIds;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;

/** Reads changes, commands and watermarks while the application runs. Thread-safe. */
final class Listening implements SmartLifecycle {

    private static final long IDLE_MILLIS = 1000;
    private static final Duration AUTHORIZATION_PAUSE = Duration.ofSeconds(10);

    private final ConcurrentMessageListenerContainer<byte[], byte[]> changes;
    private final KafkaMessageListenerContainer<byte[], byte[]> watermarks;
    private final AtomicBoolean startingOver = new AtomicBoolean();

    /** What is done with what is read. */
    record Parts(
            RecordReader reader,
            ChangeListener listener,
            StartingPoints startingPoints,
            Positions positions,
            Leases leases,
            TopicIds topicIds,
            Progress progress) {}

    Listening(KafkaAccess kafka, Topics topics, Parts parts, InvalidationSettings settings, RetrySettings retry) {
        this.changes = changes(kafka.changes(), parts, settings, retry);
        this.watermarks = watermarks(kafka.watermarks(), topics, parts);
    }

    @Override
    public void start() {
        changes.start();
        watermarks.start();
    }

    @Override
    public void stop() {
        watermarks.stop();
        changes.stop();
    }

    /** Not so any more when a listener has ended for good. */
    @Override
    public boolean isRunning() {
        return startingOver.get() || (changes.isRunning() && changes.isInExpectedState() && watermarks.isRunning());
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> changes(
            ConsumerFactory<byte[], byte[]> factory, Parts parts, InvalidationSettings settings, RetrySettings retry) {
        ContainerProperties properties =
                new ContainerProperties(parts.reader().topics().toArray(new String[0]));
        properties.setGroupId(settings.group());
        properties.setAckMode(ContainerProperties.AckMode.MANUAL); // and never acknowledged: the listener commits
        properties.setMessageListener(parts.listener());
        properties.setConsumerRebalanceListener(
                new Assignment(parts.startingPoints(), parts.positions(), retry, parts.progress(), this::isWanted));
        properties.setAuthExceptionRetryInterval(AUTHORIZATION_PAUSE);
        properties.setIdleEventInterval(IDLE_MILLIS);
        ConcurrentMessageListenerContainer<byte[], byte[]> container =
                new ConcurrentMessageListenerContainer<>(factory, properties);
        container.setBeanName("freshet-invalidation");
        container.setConcurrency(settings.threads());
        container.setCommonErrorHandler(new InOrderRetry(parts.startingPoints(), retry, parts.progress()));
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ListenerContainerIdleEvent) {
                parts.progress().idle();
            }
        });
        return container;
    }

    private KafkaMessageListenerContainer<byte[], byte[]> watermarks(
            ConsumerFactory<byte[], byte[]> factory, Topics topics, Parts parts) {
        // One partition: what they say is in order only there
        ContainerProperties properties = new ContainerProperties(
                new TopicPartitionOffset(topics.watermarks(), 0, TopicPartitionOffset.SeekPosition.END));
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMessageListener(
                new WatermarkListener(parts.leases(), parts.positions(), parts.topicIds(), this::startOver));
        properties.setAuthExceptionRetryInterval(AUTHORIZATION_PAUSE);
        KafkaMessageListenerContainer<byte[], byte[]> container =
                new KafkaMessageListenerContainer<>(factory, properties);
        container.setBeanName("freshet-watermarks");
        container.setCommonErrorHandler(new MissedWatermarks());
        return container;
    }

    private boolean isWanted() {
        return changes.isRunning();
    }

    /** Lets go of all partitions and has them assigned anew. Does not wait for it. */
    void startOver() {
        if (startingOver.compareAndSet(false, true)) {
            Thread thread = new Thread(this::stopAndStart, "freshet-invalidation-start-over");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void stopAndStart() {
        try {
            changes.stop();
            changes.start();
        } finally {
            startingOver.set(false);
        }
    }
}
