package dev.freshet.capture.slot;

import org.jspecify.annotations.Nullable;

/**
 * A replication slot as {@code pg_replication_slots} has it.
 *
 * @param database the database it belongs to
 * @param plugin its output plugin
 * @param activePid the backend that streams from it; null while nobody does
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 * @param invalidation why the server gave it up; null while it has not
 * @param confirmed position up to which changes were acknowledged, in bytes
 * @param retainedBytes write-ahead log that the server keeps for it
 * @param unconfirmedBytes written since the acknowledged position
 */
public record SlotState(
        String database,
        String plugin,
        @Nullable Integer activePid,
        String walStatus,
        @Nullable String invalidation,
        @Nullable Long confirmed,
        long retainedBytes,
        long unconfirmedBytes) {

    public boolean isActive() {
        return activePid != null;
    }

    /** Whether changes that it promised to keep are gone. */
    public boolean isLost() {
        return walStatus.equals("lost") || invalidation != null;
    }
}
