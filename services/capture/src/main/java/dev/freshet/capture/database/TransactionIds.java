package dev.freshet.capture.database;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Widens the 32-bit transaction ids of the replication protocol to the 64 bits of {@code xid8}.
 *
 * <p>All ids that a server still knows lie within 2<sup>31</sup> of each other, so the signed 32-bit difference to one
 * of them is the true one, on either side of a wrap. The reference moves with the stream. For use by one thread.
 */
public final class TransactionIds {

    private long reference;

    /** @param reference a 64-bit id of about now */
    TransactionIds(long reference) {
        this.reference = reference;
    }

    /** Starts from the next id that the server would give. */
    public static TransactionIds of(JdbcClient database) {
        return new TransactionIds(next(database));
    }

    /** The id that the next transaction gets: all ids from here on belong to transactions that begin later. */
    public static long next(JdbcClient database) {
        return database.sql("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
                .query(Long.class)
                .single();
    }

    /** The oldest id still running: everything below has ended, and its rows are visible if it was committed. */
    public static long oldestRunning(JdbcClient database) {
        return database.sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                .query(Long.class)
                .single();
    }

    /**
     * The 64-bit id.
     *
     * @param transactionId its lower 32 bits; higher ones are ignored
     */
    public long widen(long transactionId) {
        long widened = reference + (int) (transactionId - reference);
        reference = Math.max(reference, widened);
        return widened;
    }
}
