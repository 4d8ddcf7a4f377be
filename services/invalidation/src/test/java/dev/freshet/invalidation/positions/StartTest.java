package dev.freshet.invalidation.positions;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class StartTest {

    private static final CommitNote NOTE = new CommitNote("topic", "rules", "run replication");

    @Test
    void continuesAtTheCommittedOffset() {
        assertThat(start(committed(7, NOTE))).isEqualTo(new Start("topic", 7, null, "run replication"));
        assertThat(start(committed(2, NOTE)).gap()).isNull();
        assertThat(start(committed(9, NOTE)).gap()).isNull();
    }

    @Test
    void withoutACommittedOffsetIsAGap() {
        Start start = Start.of(null, "topic", "rules", 2, 9);

        assertThat(start.offset()).isEqualTo(2);
        assertThat(start.gap()).contains("no offset is committed");
    }

    @Test
    void aTopicCreatedAnewIsAGapAndReadFromItsBeginning() {
        Start start = start(committed(7, new CommitNote("old", "rules", "run replication")));

        assertThat(start.offset()).isEqualTo(2);
        assertThat(start.gap()).contains("created anew");
    }

    @Test
    void anOffsetOfUnknownOriginIsAGap() {
        assertThat(start(new OffsetAndMetadata(7)).gap()).contains("created anew");
        assertThat(start(new OffsetAndMetadata(7, "moved by hand")).gap()).contains("created anew");
    }

    @Test
    void recordsThatRetentionTookAreAGap() {
        Start start = start(committed(1, NOTE));

        assertThat(start.offset()).isEqualTo(2);
        assertThat(start.gap()).contains("retention overtook");
    }

    @Test
    void recordsThatKafkaLostAreAGap() {
        Start start = start(committed(10, NOTE));

        assertThat(start.offset()).isEqualTo(2);
        assertThat(start.gap()).contains("records are lost");
    }

    @Test
    void otherRulesAreAGapWithNothingToReadAgain() {
        Start start = start(committed(7, new CommitNote("topic", "others", "run replication")));

        assertThat(start.offset()).isEqualTo(7);
        assertThat(start.gap()).contains("other rules");
    }

    @Test
    void whatIsNotedIsReadBack() {
        assertThat(CommitNote.read(NOTE.metadata())).isEqualTo(NOTE);
    }

    private static Start start(OffsetAndMetadata committed) {
        return Start.of(committed, "topic", "rules", 2, 9);
    }

    private static OffsetAndMetadata committed(long offset, CommitNote note) {
        return new OffsetAndMetadata(offset, note.metadata());
    }
}
