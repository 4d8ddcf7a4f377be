package dev.freshet.cache.schedules;

import dev.freshet.cache.protocol.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The primary, its standby, and the one row of the cache. */
final class Database {

    /** In the order of their commits' flush, which is the order of the WAL. */
    final List<Change> wal = new ArrayList<>();
    /** In the order in which they became visible. */
    final List<Change> seen = new ArrayList<>();

    private int replayed;
    /** How far the WAL reaches, in records: of changes and of beats. */
    private int lsn;

    @Nullable
    Row row;

    record Row(Content answer, Content hash, @Nullable Ticket ticket) {}

    void flush(Change change) {
        change.flushed = true;
        change.lsn = ++lsn;
        wal.add(change);
    }

    /** A beat is a transaction of its own. */
    void beat() {
        lsn++;
    }

    /** What {@code pg_current_wal_flush_lsn()} says; it asks nobody whether the change can be seen. */
    boolean hasFlushedBeyond(Change change) {
        return lsn > change.lsn;
    }

    void show(Change change, long now) {
        change.visibleAt = now;
        seen.add(change);
    }

    Content onPrimary() {
        return after(seen, seen.size());
    }

    /** The standby shows a change when it has replayed its commit, be that before the primary does. */
    Content onStandby() {
        return after(wal, replayed);
    }

    boolean mayReplay() {
        return replayed < wal.size();
    }

    void replay() {
        replayed++;
    }

    /**
     * What a test on the standby's own snapshot says: it lists no transaction as running, so that everything below the
     * highest id that was replayed looks visible.
     */
    boolean looksVisibleOnStandby(Change change) {
        return wal.subList(0, replayed).stream().anyMatch(other -> other.id >= change.id);
    }

    private static Content after(List<Change> changes, int count) {
        Content content = Content.INITIAL;
        for (int i = 0; i < count; i++) {
            Change change = changes.get(i);
            content = content.with(change.lecture, change.value);
        }
        return content;
    }
}
