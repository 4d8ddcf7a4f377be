package dev.freshet.invalidation.positions;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** The ids of topics, asked anew every time. Thread-safe. */
public final class TopicIds implements AutoCloseable {

    private final Admin kafka;

    public TopicIds(Map<String, Object> configuration) {
        this.kafka = Admin.create(configuration);
    }

    /** Blocks; exceptions are Kafka's. */
    public Map<String, String> of(Collection<String> topics) {
        try {
            return kafka.describeTopics(topics).allTopicNames().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> entry.getValue().topicId().toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot describe " + topics + ": " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
