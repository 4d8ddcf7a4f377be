package dev.freshet.capture.slot;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The replication slot. Thread-safe; holds no state of its own. */
public final class Slot {

    /** The output plugin of all our slots. */
    public static final String PLUGIN = "pgoutput";

    // The row as JSON, because invalidation_reason is new in PostgreSQL 17
    private static final String STATE =
            """
            select s.database, s.plugin, s.active_pid, coalesce(s.wal_status, 'lost') as wal_status,
                   to_jsonb(s) ->> 'invalidation_reason' as invalidation,
                   pg_wal_lsn_diff(s.confirmed_flush_lsn, '0/0')::bigint as confirmed,
                   coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint as retained_bytes,
                   coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.confirmed_flush_lsn), 0)::bigint as unconfirmed_bytes
            from pg_replication_slots s where s.slot_name = :name
            """;

    private final JdbcClient database;
    private final String name;

    public Slot(JdbcClient database, String name) {
        this.database = database;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Empty when there is no such slot. */
    public Optional<SlotState> state() {
        return database.sql(STATE).param("name", name).query(SlotState.class).optional();
    }

    /** Creates it. Blocks until every transaction that is running now has ended. */
    public void create() {
        database.sql("select pg_create_logical_replication_slot(:name, :plugin)::text")
                .param("name", name)
                .param("plugin", PLUGIN)
                .query(String.class)
                .single();
    }

    public void drop() {
        database.sql("select pg_drop_replication_slot(:name)::text")
                .param("name", name)
                .query(String.class)
                .optional();
    }
}
