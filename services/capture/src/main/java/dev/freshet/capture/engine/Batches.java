package dev.freshet.capture.engine;

import dev.freshet.capture.changes.Beats;
import dev.freshet.capture.changes.CapturedChange;
import dev.freshet.capture.changes.ChangeReader;
import dev.freshet.capture.changes.ChangeRecords;
import dev.freshet.capture.watermark.Watermarks;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.StopEngineException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the batches of one run. A position is marked only after Kafka has acknowledged everything before it; after any
 * failure the run is over and the rest comes again. Called by the engine's thread only.
 */
final class Batches implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    private final ChangeReader reader = new ChangeReader();
    private final ChangeRecords records;
    private final Beats beats;
    private final Sends sends;
    private final Watermarks watermarks;
    private final Heart heart;
    private final Beginning beginning;
    private final Progress progress;
    private volatile boolean finishing;

    Batches(
            ChangeRecords records,
            Beats beats,
            Sends sends,
            Watermarks watermarks,
            Heart heart,
            Beginning beginning,
            Progress progress) {
        this.records = records;
        this.beats = beats;
        this.sends = sends;
        this.watermarks = watermarks;
        this.heart = heart;
        this.beginning = beginning;
        this.progress = progress;
    }

    @Override
    public boolean supportsTombstoneEvents() {
        return false;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> batch, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        if (finishing) {
            throw new StopEngineException("asked to stop");
        }
        beginning.check();
        progress.batch();
        Sending sending = new Sending();
        batch.forEach(sending::add);
        sends.await(watermarks::acknowledged);
        progress.published(sending.sent);
        if (sending.beat != null) {
            progress.beat(sending.beat);
            heart.beat(sending.beat, sends);
        }
        if (sending.last != null) {
            committer.markProcessed(sending.last);
        }
        committer.markBatchFinished();
    }

    /** Lets the engine end instead of taking the next batch. Called by any thread. */
    void finish() {
        finishing = true;
    }

    /**
     * A position without {@code lsn_proc} is not one of the stream: before the first message Debezium's heartbeat tells
     * where the server writes, and a restart from there would skip what had not been read yet.
     */
    static boolean isPosition(SourceRecord record) {
        Map<String, ?> offset = record.sourceOffset();
        return offset != null && offset.get("lsn_proc") != null;
    }

    private final class Sending {

        private int sent;
        private @Nullable Instant beat;
        private @Nullable RecordChangeEvent<SourceRecord> last;

        void add(RecordChangeEvent<SourceRecord> event) {
            reader.read(event.record()).ifPresent(this::send);
            if (isPosition(event.record()) && !reader.holds()) {
                last = event;
            }
        }

        private void send(CapturedChange change) {
            records.of(change).ifPresent(record -> {
                sends.send(record);
                sent++;
            });
            beats.of(change).ifPresent(time -> beat = time);
        }
    }
}
