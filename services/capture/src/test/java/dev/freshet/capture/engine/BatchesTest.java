package dev.freshet.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void marksThePositionOfAChange() {
        assertThat(Batches.isPosition(at(Map.of("lsn", 7L, "lsn_proc", 7L)))).isTrue();
    }

    /** A restart from there would skip the backlog of the slot. */
    @Test
    void doesNotMarkWhereTheServerWritesBeforeTheFirstMessage() {
        assertThat(Batches.isPosition(at(Map.of("lsn", 7L)))).isFalse();
    }

    private static SourceRecord at(Map<String, Long> offset) {
        return new SourceRecord(Map.of("server", "freshet"), offset, "topic", null, null);
    }
}
