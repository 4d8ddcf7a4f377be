package dev.freshet.capture.watermark;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Asks the broker for ids, partitions and end offsets of topics. Blocks for as long as it is told. */
final class TopicEnds {

    private final Admin admin;
    private final Set<String> topics;
    private final Duration patience;

    TopicEnds(Admin admin, Set<String> topics, Duration patience) {
        this.admin = admin;
        this.topics = Set.copyOf(topics);
        this.patience = patience;
    }

    /**
     * Seeds the vector with all partitions as they are now.
     *
     * @throws KafkaException if the broker cannot be asked or a topic is missing
     */
    void seed(OffsetVector vector) throws InterruptedException {
        Map<String, Uuid> ids = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        get(admin.describeTopics(topics).allTopicNames()).forEach((name, topic) -> {
            ids.put(name, topic.topicId());
            partitionsOf(topic).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        });
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        vector.seed(ids, ends);
    }

    private static List<TopicPartition> partitionsOf(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }

    private <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot read the ends of " + topics + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("cannot read the ends of " + topics + ": no answer for " + patience, e);
        }
    }
}
