package dev.freshet.capture.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.events.Watermark.Position;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class OffsetVectorTest {

    private static final Uuid ID = Uuid.randomUuid();
    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    private final OffsetVector vector = new OffsetVector();

    @Test
    void beginsWithTheEndsAndRisesWithAcknowledgements() {
        vector.seed(Map.of("t", ID), Map.of(FIRST, 5L, SECOND, 0L));
        vector.acknowledged(FIRST, 7);
        vector.acknowledged(FIRST, 6);

        assertThat(vector.positions())
                .containsExactly(new Position("t", ID.toString(), 0, 8), new Position("t", ID.toString(), 1, 0));
    }

    @Test
    void doesNotFallWhenSeededAgain() {
        vector.seed(Map.of("t", ID), Map.of(FIRST, 5L));
        vector.acknowledged(FIRST, 9);
        vector.seed(Map.of("t", ID), Map.of(FIRST, 8L));

        assertThat(vector.positions()).containsExactly(new Position("t", ID.toString(), 0, 10));
    }

    @Test
    void beginsAnewWithATopicThatWasMadeAgain() {
        Uuid other = Uuid.randomUuid();
        vector.seed(Map.of("t", ID), Map.of(FIRST, 5L, SECOND, 6L));
        vector.seed(Map.of("t", other), Map.of(FIRST, 1L));

        assertThat(vector.positions()).containsExactly(new Position("t", other.toString(), 0, 1));
    }

    @Test
    void saysWhenAPartitionIsNew() {
        vector.seed(Map.of("t", ID), Map.of(FIRST, 5L));

        assertThat(vector.acknowledged(SECOND, 0)).isFalse();
        assertThat(vector.acknowledged(FIRST, 5)).isTrue();
    }
}
