package dev.freshet.invalidation.gate;

import dev.freshet.invalidation.changes.Provenance;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;

/** The primary, asked anew every time: who it is and what it shows belong to one moment of one server. Thread-safe. */
final class Primary {

    /**
     * Who the primary is, and which of the transactions asked for nobody can see yet.
     *
     * @param hidden among them all that it has never heard of
     */
    record View(String systemId, int timeline, Set<String> hidden) {

        boolean made(Provenance provenance) {
            return provenance.systemId().equals(systemId) && provenance.timeline() == timeline;
        }
    }

    // The timeline is the one being written: pg_control_checkpoint() tells that of the last checkpoint
    private static final String VIEW =
            """
            SELECT system.system_identifier::text AS system_id,
                   CASE WHEN NOT pg_is_in_recovery() THEN
                       ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
                   END AS timeline,
                   ARRAY(SELECT id FROM unnest(?::text[]) AS asked (id)
                         WHERE NOT pg_visible_in_snapshot(id::xid8, now.snapshot)) AS hidden
            FROM pg_control_system() AS system, (SELECT pg_current_snapshot() AS snapshot) AS now""";

    private final JdbcTemplate database;

    Primary(DataSource database) {
        this.database = new JdbcTemplate(database);
    }

    View view(Collection<String> transactionIds) {
        ResultSetExtractor<View> seen = Primary::seen;
        return Objects.requireNonNull(database.query(VIEW, seen, (Object) transactionIds.toArray(new String[0])));
    }

    private static View seen(ResultSet row) throws SQLException {
        row.next();
        String systemId = row.getString("system_id");
        int timeline = row.getInt("timeline");
        if (row.wasNull()) {
            throw new NotVisibleException("the data source leads to a standby, which cannot tell what is visible");
        }
        Array hidden = row.getArray("hidden");
        return new View(systemId, timeline, Set.of((String[]) hidden.getArray()));
    }
}
