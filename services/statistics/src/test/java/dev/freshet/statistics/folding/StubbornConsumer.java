package dev.freshet.statistics.folding;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.statistics.Scene;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A consumer that takes the beginning of the topic for where it stands, whatever is stored, and hands all of it to the
 * folding again. It is refused each time, takes no notice and goes on behind the batch.
 */
public final class StubbornConsumer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Scene scene;

    public StubbornConsumer(Scene scene) {
        this.scene = scene;
    }

    /** Reads the whole topic; returns how many records it was refused, which are all that it read. */
    public long foldAgain(Fold<?> fold) {
        String bootstrap = scene.servers().bootstrapServers();
        long refused = 0;
        try (Broker broker = new Broker(Admin.create(Map.of("bootstrap.servers", bootstrap)), PATIENCE);
                DeadLetters deadLetters = new DeadLetters(
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", bootstrap),
                                new ByteArraySerializer(),
                                new ByteArraySerializer()),
                        scene.topics(),
                        PATIENCE);
                KafkaConsumer<byte[], byte[]> consumer = scene.consumer()) {
            JdbcTemplate jdbc = scene.jdbc();
            Tally tally = new Tally(fold.name(), new SimpleMeterRegistry());
            Positions positions = new Positions(fold.name(), jdbc);
            Cursors cursors = new Cursors(positions, broker, tally);
            BatchFolding<?> folding = new BatchFolding<>(
                    fold,
                    cursors,
                    positions,
                    deadLetters,
                    new TransactionTemplate(new JdbcTransactionManager(scene.dataSource())),
                    tally);
            Map<TopicPartition, Long> ends = scene.ends(fold.topic());
            Set<TopicPartition> partitions = ends.keySet();
            Map<TopicPartition, PartitionId> ids = broker.identify(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
                consumer.poll(Duration.ofSeconds(1)).forEach(batch::add);
                if (batch.isEmpty()) {
                    continue;
                }
                for (int i = batch.size() - 1; i >= 0; i--) { // the first of each partition is left standing
                    ConsumerRecord<byte[], byte[]> entry = batch.get(i);
                    TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
                    cursors.moved(
                            partition,
                            new Cursors.Cursor(java.util.Objects.requireNonNull(ids.get(partition)), entry.offset()));
                }
                assertThatThrownBy(() -> folding.fold(batch)).isInstanceOf(PositionTaken.class);
                refused += batch.size();
            }
        }
        return refused;
    }
}
