package dev.freshet.cache.source;

import java.sql.Connection;

/** Opens snapshots of the content: on the primary, or on a standby of the application's choice. Thread-safe. */
public interface Snapshots {

    /**
     * Runs work in a read-only REPEATABLE READ transaction, which ends with it. Blocks.
     *
     * @throws SnapshotUnavailableException if there is none to be had
     * @throws Exception whatever the work throws
     */
    <T> T in(Work<T> work) throws Exception;

    /** What is done in a snapshot. */
    interface Work<T> {

        T with(Connection connection) throws Exception;
    }
}
