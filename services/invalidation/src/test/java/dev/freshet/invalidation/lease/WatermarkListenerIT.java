package dev.freshet.invalidation.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.control.AppliedPositions;
import dev.freshet.cache.control.AppliedPositions.Applied;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Lease;
import dev.freshet.embedded.TestServers;
import dev.freshet.events.EventJson;
import dev.freshet.events.Watermark;
import dev.freshet.invalidation.positions.Began;
import dev.freshet.invalidation.positions.Positions;
import dev.freshet.invalidation.positions.TopicIds;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatermarkListenerIT {

    private final String name = UUID.randomUUID().toString();
    private final TopicPartition partition = new TopicPartition(name, 0);
    private final Map<String, Object> kafka =
            Map.of("bootstrap.servers", TestServers.shared().bootstrapServers());
    private final TopicIds topicIds = new TopicIds(kafka);
    private final RedisClient redis = RedisClient.create(TestServers.shared().redisUri());
    private final AtomicInteger startedOver = new AtomicInteger();
    private final Positions positions;
    private final WatermarkListener listener;
    private String id = "";

    WatermarkListenerIT() {
        ControlRedis control = new ControlRedis(new ControlKeys("{" + name + "}"), redis.connect()::sync);
        positions = new Positions(new AppliedPositions(control), "rules", Set.of("c"));
        Leases leases = new Leases(new Lease(control), positions, "rules", Set.of("c"), Duration.ofHours(1));
        listener = new WatermarkListener(leases, positions, topicIds, startedOver::incrementAndGet);
    }

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
        id = Objects.requireNonNull(topicIds.of(List.of(name)).get(name));
    }

    @AfterEach
    void close() {
        topicIds.close();
        redis.shutdown();
    }

    @Test
    void aTopicCreatedAnewUnderAReaderStartsItOver() {
        Began.at(positions, partition, new Applied("of before", 0, 5, ""));

        hear(id);

        assertThat(startedOver).hasValue(1);
    }

    @Test
    void aWatermarkOfYesterdayStartsNothingOver() {
        Began.at(positions, partition, new Applied(id, 0, 5, ""));

        hear("of before");

        assertThat(startedOver).hasValue(0);
    }

    @Test
    void theSameTopicStartsNothingOver() {
        Began.at(positions, partition, new Applied(id, 0, 5, ""));

        hear(id);

        assertThat(startedOver).hasValue(0);
    }

    private void hear(String topicId) {
        Watermark watermark =
                new Watermark(Instant.now(), "rules", List.of(new Watermark.Position(name, topicId, 0, 0)));
        listener.onMessage(new ConsumerRecord<>("watermarks", 0, 0, new byte[0], EventJson.write(watermark)));
    }
}
