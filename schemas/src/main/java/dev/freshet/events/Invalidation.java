package dev.freshet.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one change for one tag: what was made stale and what was removed for it. Published once per change and
 * tag even when nothing was there to remove; a repeat carries the same {@code id}, so consumers deduplicate by it.
 *
 * @param id derived from the causing record's topic, partition, offset and the tag
 * @param cache the cache in the rules file
 * @param tag what was made stale: a tag, {@code key:<redis key>}, or {@code cache:<name>} for the whole cache
 * @param change the database change that caused it; null when a {@link Command} did
 * @param command the command that caused it; null when a change did
 * @param rowsDeleted rows removed from the cache table; a row that several tags removed counts with the first
 * @param keysRemoved Redis keys that existed and were removed; counted like rows
 * @param appliedAt when the removal was complete, by the clock of the process that did it
 */
public record Invalidation(
        String id,
        String cache,
        String tag,
        @Nullable Change change,
        @Nullable Command command,
        long rowsDeleted,
        long keysRemoved,
        Instant appliedAt) {

    public Invalidation {
        Name.require("cache", cache);
        if (id == null || tag == null || appliedAt == null) {
            throw new IllegalArgumentException("an invalidation needs id, cache, tag and appliedAt");
        }
        if ((change == null) == (command == null)) {
            throw new IllegalArgumentException("an invalidation has one cause: a change or a command");
        }
        if (rowsDeleted < 0 || keysRemoved < 0) {
            throw new IllegalArgumentException(
                    "rowsDeleted and keysRemoved must not be negative: " + rowsDeleted + ", " + keysRemoved);
        }
    }

    /**
     * The row change behind an invalidation.
     *
     * @param table {@code schema.table}
     * @param operation {@code insert}, {@code update}, {@code delete} or {@code truncate}; {@code unknown} when the record could not be decoded
     * @param transactionId the 64-bit transaction id (xid8) in decimal; null when unknown
     * @param lsn position in the write-ahead log, {@code 16/B374D848}; null when unknown
     * @param commitTime when the change was committed, by the database's clock; null when unknown
     */
    public record Change(
            String table,
            String operation,
            @Nullable String transactionId,
            @Nullable String lsn,
            @Nullable Instant commitTime) {

        public Change {
            if (table == null || operation == null) {
                throw new IllegalArgumentException("a change needs table and operation");
            }
        }
    }
}
