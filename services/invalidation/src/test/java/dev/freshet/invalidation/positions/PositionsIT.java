package dev.freshet.invalidation.positions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.control.AppliedPositions;
import dev.freshet.cache.control.AppliedPositions.Applied;
import dev.freshet.cache.control.ControlKeys;
import dev.freshet.cache.control.ControlRedis;
import dev.freshet.cache.control.Fences;
import dev.freshet.embedded.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PositionsIT {

    private static final TopicPartition ONE = new TopicPartition("changes", 0);
    private static final TopicPartition TWO = new TopicPartition("changes", 1);

    private final RedisClient client = RedisClient.create(TestServers.shared().redisUri());
    private final RedisCommands<String, String> redis = client.connect().sync();
    private final ControlKeys keys = new ControlKeys("{" + UUID.randomUUID() + "}");
    private final ControlRedis control = new ControlRedis(keys, () -> redis);
    private final Positions positions = new Positions(new AppliedPositions(control), "rules", Set.of("c"));
    private final String here = new Fences(control).raise(List.of(), Duration.ofMinutes(10), Set.of("c"));

    @AfterEach
    void close() {
        client.shutdown();
    }

    @Test
    void whatWasAppliedHereRaisesNothing() {
        String epoch = epoch();
        start(ONE, 5, here);
        positions.advance(ONE, 6, here);
        positions.advance(ONE, 7, null);

        positions.publish();

        assertThat(recorded(ONE)).isEqualTo("7");
        assertThat(epoch()).isEqualTo(epoch);
    }

    @Test
    void whatWasAppliedElsewhereRaisesTheEpochsOnce() {
        String epoch = epoch();
        start(ONE, 5, "another");

        positions.publish();

        String raised = epoch();
        assertThat(raised).isNotEqualTo(epoch);
        positions.publish();
        assertThat(epoch()).isEqualTo(raised);
    }

    @Test
    void fencesHereDoNotMakeUpForEarlierOnesElsewhere() {
        String epoch = epoch();
        start(ONE, 5, "another");
        positions.advance(ONE, 6, here);

        positions.publish();

        assertThat(epoch()).isNotEqualTo(epoch);
    }

    @Test
    void fencesElsewhereAreNotTakenForFencesHere() {
        String epoch = epoch();
        start(ONE, 5, here);
        positions.advance(ONE, 6, "an old master that still answers");

        positions.publish();

        assertThat(epoch()).isNotEqualTo(epoch);
    }

    @Test
    void partitionsOfOthersAreNotTouched() {
        start(ONE, 5, here);
        start(TWO, 9, here);
        positions.publish();
        positions.forget(List.of(TWO));
        redis.hset(keys.positions(), keys.position("rules", "id", 1), "12");

        positions.advance(TWO, 10, here);
        positions.publish();

        assertThat(recorded(TWO)).isEqualTo("12");
        assertThat(positions.count()).isEqualTo(1);
    }

    private void start(TopicPartition partition, long offset, String server) {
        positions.start(partition, new Applied("id", partition.partition(), offset, server));
    }

    private String recorded(TopicPartition partition) {
        return Objects.requireNonNull(
                redis.hget(keys.positions(), keys.position("rules", "id", partition.partition())));
    }

    private String epoch() {
        return Objects.requireNonNull(redis.get(keys.epoch("c")));
    }
}
