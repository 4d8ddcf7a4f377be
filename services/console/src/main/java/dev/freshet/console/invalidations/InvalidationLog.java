package dev.freshet.console.invalidations;

import dev.freshet.events.Invalidation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outcomes as the statistics role has written them down. */
final class InvalidationLog {

    private final JdbcClient database;

    InvalidationLog(JdbcClient database) {
        this.database = database;
    }

    /** The latest outcomes, newest first. */
    List<Outcome> latest(int limit) {
        return database.sql(
                        """
                        SELECT id, cache, tag, table_name, operation, transaction_id, lsn, commit_time,
                               command_id, who, why, rows_deleted, keys_removed, applied_at
                        FROM freshet.invalidation_log ORDER BY applied_at DESC, id LIMIT :limit
                        """)
                .param("limit", limit)
                .query((row, number) -> outcome(row))
                .list();
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(
                row.getString("id"),
                row.getString("cache"),
                row.getString("tag"),
                change(row),
                asked(row),
                row.getLong("rows_deleted"),
                row.getLong("keys_removed"),
                row.getObject("applied_at", OffsetDateTime.class).toInstant());
    }

    private static Invalidation.@Nullable Change change(ResultSet row) throws SQLException {
        String table = row.getString("table_name");
        if (table == null) {
            return null;
        }
        return new Invalidation.Change(
                table,
                row.getString("operation"),
                row.getString("transaction_id"),
                row.getString("lsn"),
                instant(row.getObject("commit_time", OffsetDateTime.class)));
    }

    private static Outcome.@Nullable Asked asked(ResultSet row) throws SQLException {
        String id = row.getString("command_id");
        return id == null ? null : new Outcome.Asked(id, row.getString("who"), row.getString("why"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
