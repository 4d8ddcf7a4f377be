package dev.freshet.events;

/** Headers of a captured change: where it comes from, also when its value cannot be decoded. All values are UTF-8 text. */
public final class ChangeHeaders {

    /** The 64-bit id (xid8) of the transaction, in decimal. */
    public static final String TRANSACTION_ID = "freshet-transaction-id";

    /** The database system identifier ({@code pg_control_system()}), in decimal. */
    public static final String SYSTEM_ID = "freshet-system-id";

    /** The timeline of the write-ahead log, in decimal. */
    public static final String TIMELINE = "freshet-timeline";

    /** Digest of the rules by which the change was captured. */
    public static final String RULES = "freshet-rules";

    /** The table, {@code schema.table}. */
    public static final String TABLE = "freshet-table";

    /** Present on a stub that stands for a record that could not be published; its value is the reason. */
    public static final String UNDECODABLE = "freshet-undecodable";

    private ChangeHeaders() {}
}
