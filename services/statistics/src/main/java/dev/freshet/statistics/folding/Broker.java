package dev.freshet.statistics.folding;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** What the brokers know about topics: their ids, and where they begin and end. Blocks. Thread-safe. */
final class Broker implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Admin admin;
    private final Duration patience;

    Broker(Admin admin, Duration patience) {
        this.admin = admin;
        this.patience = patience;
    }

    /** All partitions of a topic. */
    Collection<PartitionId> partitions(String topic) {
        TopicDescription described = describe(Set.of(topic)).get(topic);
        return described == null
                ? List.of()
                : described.partitions().stream()
                        .map(partition -> id(described, partition.partition()))
                        .toList();
    }

    /** The partitions with the ids of their topics. */
    Map<TopicPartition, PartitionId> identify(Collection<TopicPartition> partitions) {
        Map<String, TopicDescription> described =
                describe(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        Map<TopicPartition, PartitionId> ids = new HashMap<>();
        for (TopicPartition partition : partitions) {
            TopicDescription topic = described.get(partition.topic());
            if (topic == null) {
                throw new KafkaException("Kafka does not know topic " + partition.topic());
            }
            ids.put(partition, id(topic, partition.partition()));
        }
        return ids;
    }

    private static PartitionId id(TopicDescription topic, int partition) {
        return new PartitionId(topic.name(), topic.topicId().toString(), partition);
    }

    private Map<String, TopicDescription> describe(Set<String> topics) {
        return await(admin.describeTopics(topics).allTopicNames(), "the ids of " + topics);
    }

    /** The offset of the oldest record that is still there. */
    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** The offset that the next record gets. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listOffsets(wanted).all(), "offsets of " + partitions)
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    private <T> T await(KafkaFuture<T> answer, String wanted) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e); // restores the flag
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka did not give " + wanted + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka did not give " + wanted + " within " + patience, e);
        }
    }

    @Override
    public void close() {
        admin.close(CLOSING);
    }
}
