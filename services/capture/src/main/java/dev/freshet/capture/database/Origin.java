package dev.freshet.capture.database;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which server the changes come from. Transaction ids and positions of different origins must not be compared.
 *
 * @param systemId the cluster's identifier, in decimal
 * @param timeline of the write-ahead log; another one after every promotion and restore
 */
public record Origin(String systemId, int timeline) {

    // Not pg_control_checkpoint().timeline_id: after a promotion it tells the old timeline until the next checkpoint
    private static final String QUERY =
            """
            select (select system_identifier from pg_control_system())::text as system_id,
                   ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int as timeline
            """;

    public static Origin of(JdbcClient database) {
        return database.sql(QUERY).query(Origin.class).single();
    }
}
