package dev.freshet.capture.engine;

import dev.freshet.capture.database.TransactionIds;
import dev.freshet.capture.gap.Announcement;
import dev.freshet.capture.gap.Gap;
import dev.freshet.capture.gap.Gaps;
import dev.freshet.capture.publication.PublicationMark;
import dev.freshet.capture.watermark.Watermarks;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What happens at a beat: open gaps are announced, then a watermark goes out; none while a gap is open. For use by the
 * engine's thread.
 */
final class Heart {

    private final Gaps gaps;
    private final Announcement announcement;
    private final Watermarks watermarks;
    private final Barrier barrier;
    private final PublicationMark mark;
    private final Progress progress;

    Heart(
            Gaps gaps,
            Announcement announcement,
            Watermarks watermarks,
            Barrier barrier,
            PublicationMark mark,
            Progress progress) {
        this.gaps = gaps;
        this.announcement = announcement;
        this.watermarks = watermarks;
        this.barrier = barrier;
        this.mark = mark;
        this.progress = progress;
    }

    /**
     * To be called when everything before the beat has been acknowledged. Fails when the publication, a source's partitions or its replica identity were touched: what was
     * committed before the beat may not have been published, and the restart finds the gap.
     */
    void beat(Instant time, Sends sends) throws InterruptedException {
        if (!mark.holds()) {
            throw new IllegalStateException(
                    "somebody altered the publication or a replica identity, or a partition came or went");
        }
        watermarks.seed();
        if (announced(sends)) {
            sends.send(watermarks.record(time));
            sends.await(acknowledged -> {});
            progress.watermark();
        }
    }

    private boolean announced(Sends sends) throws InterruptedException {
        List<Gap> open = gaps.open();
        if (!open.isEmpty() && !barrier.isPassed()) {
            progress.held("a gap waits for the end of transactions that were running when it was found");
            return false;
        }
        for (Gap gap : open) {
            announcement.of(gap).forEach(sends::send);
            sends.await(watermarks::acknowledged);
            gaps.close(gap);
        }
        return true;
    }

    /**
     * The moment after publication and slot were made ready. A transaction that was running then may have changed a
     * table before it was published, and such a change never arrives: the caches must not be told before it has ended.
     */
    record Barrier(JdbcClient database, long transactionId) {

        static Barrier now(JdbcClient database) {
            return new Barrier(database, TransactionIds.next(database));
        }

        boolean isPassed() {
            return TransactionIds.oldestRunning(database) >= transactionId;
        }
    }
}
