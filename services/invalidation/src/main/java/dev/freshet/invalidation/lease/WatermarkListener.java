package dev.freshet.invalidation.lease;

import dev.freshet.events.EventJson;
import dev.freshet.events.Watermark;
import dev.freshet.invalidation.positions.Positions;
import dev.freshet.invalidation.positions.TopicIds;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListener;

/**
 * Hears every watermark. They also tell when a topic was deleted and created again under our feet, which a Kafka consumer
 * does not notice while it has an offset that the new topic has, too.
 */
public final class WatermarkListener implements MessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(WatermarkListener.class);

    private final Leases leases;
    private final Positions positions;
    private final TopicIds topicIds;
    private final Runnable startOver;

    /** @param startOver lets go of all partitions, so that they are assigned anew; does not wait for it */
    public WatermarkListener(Leases leases, Positions positions, TopicIds topicIds, Runnable startOver) {
        this.leases = leases;
        this.positions = positions;
        this.topicIds = topicIds;
        this.startOver = startOver;
    }

    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> record) {
        Watermark watermark = EventJson.read(record.value(), Watermark.class);
        List<String> disputed = positions.disputed(watermark);
        if (!disputed.isEmpty() && wasCreatedAnew(watermark, disputed)) {
            log.warn("Created anew since we began to read: {}; starting over", disputed);
            startOver.run();
        }
        leases.offer(watermark);
    }

    private boolean wasCreatedAnew(Watermark watermark, List<String> topics) {
        Map<String, String> ids = topicIds.of(topics);
        return watermark.offsets().stream()
                .filter(position -> topics.contains(position.topic()))
                .map(position -> positions.of(new TopicPartition(position.topic(), position.partition())))
                .filter(Objects::nonNull)
                .anyMatch(own -> !ids.containsValue(own.topicId()));
    }
}
