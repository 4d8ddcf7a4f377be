package dev.freshet.statistics.invalidations;

import dev.freshet.events.EventJson;
import dev.freshet.events.Invalidation;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code freshet.invalidation_log}: every outcome once, however often it was published. Takes part in the caller's
 * transaction. Thread-safe.
 */
final class InvalidationLog {

    static final String TABLE = "freshet.invalidation_log";

    /** The events go over in the JSON form that they came in, as one value; ordered, lest two writers wait for each other. */
    private static final String INSERT =
            """
            INSERT INTO freshet.invalidation_log
                (id, cache, tag, table_name, operation, transaction_id, lsn, commit_time, command_id, who, why,
                 rows_deleted, keys_removed, applied_at)
            SELECT id, cache, tag,
                   change->>'table', change->>'operation', change->>'transactionId', change->>'lsn',
                   (change->>'commitTime')::timestamptz,
                   command->>'id', command->>'who', command->>'why',
                   "rowsDeleted", "keysRemoved", "appliedAt"
            FROM jsonb_to_recordset(?::jsonb) AS outcome(
                id text, cache text, tag text, change jsonb, command jsonb,
                "rowsDeleted" bigint, "keysRemoved" bigint, "appliedAt" timestamptz)
            ORDER BY id
            ON CONFLICT (id) DO NOTHING
            RETURNING id""";

    private final JdbcTemplate jdbc;

    InvalidationLog(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the ids that were not there before. */
    Set<String> add(Collection<Invalidation> invalidations) {
        String json = new String(EventJson.write(invalidations), StandardCharsets.UTF_8);
        return new HashSet<>(jdbc.queryForList(INSERT, String.class, json));
    }
}
