package dev.freshet.statistics.accesses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Raises the usage counter in the rows of one cache. A row that is gone by now counts no more. Takes part in the caller's
 * transaction. Thread-safe.
 */
final class UsageCounter {

    private final String table;
    private final String sql;

    /**
     * @param table for a statement, as are the columns
     * @param largest that the counter can hold
     * @param time null when the table has none
     */
    UsageCounter(String table, String key, String count, long largest, @Nullable String time) {
        this.table = table;
        // Locked in the order of their keys, lest two consumers wait for each other; a full counter stays full. A time
        // that
        // stays as it is would be taken for none by update_cache_access, which then sets the present: so it moves by a
        // microsecond, to and fro
        this.sql = "WITH hit AS (SELECT * FROM unnest(?::text[], ?::bigint[], ?::timestamptz[]) AS h (key, hits, at)),"
                + " locked AS MATERIALIZED (SELECT t." + key + " AS key FROM " + table + " AS t JOIN hit ON t." + key
                + " = hit.key ORDER BY 1 FOR NO KEY UPDATE OF t)"
                + " UPDATE " + table + " AS t SET " + count + " = least(coalesce(t." + count
                + ", 0)::bigint + hit.hits, " + largest + ")"
                + (time == null ? "" : ", " + time + " = " + later("t." + time))
                + " FROM hit JOIN locked USING (key) WHERE t." + key + " = hit.key";
    }

    String table() {
        return table;
    }

    private static String later(String time) {
        return "CASE WHEN " + time + " >= hit.at THEN " + time + " + interval '1 microsecond'"
                + " * (1 - 2 * (extract(microseconds FROM " + time + "::timestamp)::integer % 2)) ELSE hit.at END";
    }

    /** By key, those with hits, of which there are some. */
    void add(JdbcTemplate jdbc, Map<String, EntryUse> uses) {
        List<String> keys = new ArrayList<>();
        List<Long> hits = new ArrayList<>();
        List<String> times = new ArrayList<>();
        uses.forEach((key, use) -> {
            keys.add(key);
            hits.add(use.hits());
            times.add(Entries.timestamp(use.lastHit()));
        });
        jdbc.update(sql, statement -> {
            var connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            statement.setArray(2, connection.createArrayOf("bigint", hits.toArray()));
            statement.setArray(3, connection.createArrayOf("timestamptz", times.toArray()));
        });
    }
}
