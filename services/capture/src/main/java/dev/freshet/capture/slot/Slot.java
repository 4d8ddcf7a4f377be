package dev.freshet.capture.slot;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The replication slot. Thread-safe. */
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

    private final JdbcTemplate statements;
    private final JdbcClient database;
    private final String name;
    private final AtomicReference<@Nullable Statement> creation = new AtomicReference<>();

    public Slot(DataSource database, String name) {
        this.statements = new JdbcTemplate(database);
        this.database = JdbcClient.create(database);
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Empty when there is no such slot. */
    public Optional<SlotState> state() {
        return database.sql(STATE).param("name", name).query(SlotState.class).optional();
    }

    /** Creates it. Blocks until every transaction that is running now has ended, or until {@link #cancel}. */
    public void create() {
        statements.execute((Statement statement) -> {
            creation.set(statement);
            try {
                // Quoting is not needed: a slot's name has letters, digits and '_' only
                return statement.execute("select pg_create_logical_replication_slot('" + name + "', '" + PLUGIN + "')");
            } finally {
                creation.set(null);
            }
        });
    }

    /** Lets a {@link #create} that blocks in another thread fail. */
    public void cancel() {
        Statement statement = creation.get();
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                throw new UncategorizedSQLException("cancel the creation of slot " + name, null, e);
            }
        }
    }

    public void drop() {
        database.sql("select pg_drop_replication_slot(:name)::text")
                .param("name", name)
                .query(String.class)
                .optional();
    }
}
