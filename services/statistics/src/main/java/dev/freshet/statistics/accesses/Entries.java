package dev.freshet.statistics.accesses;

import dev.freshet.statistics.accesses.Refills.Fill;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code freshet.entry}: how often each entry was asked for. Takes part in the caller's transaction. Thread-safe. */
final class Entries {

    static final String TABLE = "freshet.entry";

    private static final String FILLS =
            """
            SELECT e.cache, e.key, e.content_hash, e.since
            FROM unnest(?::text[], ?::text[]) AS n (cache, key)
            JOIN freshet.entry AS e ON e.cache = n.cache AND e.key = n.key
            WHERE e.content_hash IS NOT NULL""";

    private static final String ADD =
            """
            MERGE INTO freshet.entry AS e
            USING (
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                    ?::text[], ?::boolean[], ?::timestamptz[], ?::timestamptz[])
                    AS u (cache, key, operation, hits, misses, tokens_saved, size, content_hash, computed, since, last_access)
            ) AS n ON e.cache = n.cache AND e.key = n.key
            WHEN MATCHED THEN UPDATE SET
                operation = n.operation,
                hits = e.hits + n.hits,
                misses = e.misses + n.misses,
                tokens_saved = e.tokens_saved + n.tokens_saved,
                size = CASE WHEN n.computed THEN n.size ELSE e.size END,
                content_hash = CASE WHEN n.computed THEN n.content_hash ELSE e.content_hash END,
                since = CASE WHEN n.computed THEN n.since ELSE e.since END,
                last_access = greatest(e.last_access, n.last_access)
            WHEN NOT MATCHED THEN INSERT
                (cache, key, operation, hits, misses, tokens_saved, size, content_hash, since, last_access)
                VALUES (n.cache, n.key, n.operation, n.hits, n.misses, n.tokens_saved, n.size, n.content_hash, n.since,
                    n.last_access)""";

    private final JdbcTemplate jdbc;

    Entries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What the entries that are computed again were made from before. */
    Refills refills(Collection<Lookup> lookups) {
        List<EntryName> computed = lookups.stream()
                .filter(lookup ->
                        lookup.access().load() != null && lookup.access().load().contentHash() != null)
                .map(Lookup::entry)
                .filter(entry -> entry != null)
                .distinct()
                .toList();
        Map<EntryName, Fill> known = new HashMap<>();
        if (!computed.isEmpty()) {
            jdbc.query(
                    FILLS,
                    statement -> {
                        statement.setArray(1, text(statement, computed, EntryName::cache));
                        statement.setArray(2, text(statement, computed, EntryName::key));
                    },
                    row -> {
                        known.put(
                                new EntryName(row.getString(1), row.getString(2)),
                                new Fill(
                                        row.getString(3),
                                        row.getObject(4, OffsetDateTime.class).toInstant()));
                    });
        }
        return new Refills(known);
    }

    void add(SortedMap<EntryName, EntryUse> uses) {
        if (!uses.isEmpty()) {
            jdbc.update(ADD, statement -> bind(statement, uses));
        }
    }

    private static void bind(PreparedStatement statement, SortedMap<EntryName, EntryUse> uses) throws SQLException {
        set(statement, 1, "text", uses, (name, use) -> name.cache());
        set(statement, 2, "text", uses, (name, use) -> name.key());
        set(statement, 3, "text", uses, (name, use) -> use.operation());
        set(statement, 4, "bigint", uses, (name, use) -> use.hits());
        set(statement, 5, "bigint", uses, (name, use) -> use.misses());
        set(statement, 6, "bigint", uses, (name, use) -> use.tokensSaved());
        set(statement, 7, "bigint", uses, (name, use) -> use.size());
        set(statement, 8, "text", uses, (name, use) -> use.contentHash());
        set(statement, 9, "boolean", uses, (name, use) -> use.computed());
        set(statement, 10, "timestamptz", uses, (name, use) -> timestamp(use.since()));
        set(statement, 11, "timestamptz", uses, (name, use) -> timestamp(use.last()));
    }

    private static void set(
            PreparedStatement statement,
            int index,
            String type,
            SortedMap<EntryName, EntryUse> uses,
            BiFunction<EntryName, EntryUse, @Nullable Object> value)
            throws SQLException {
        Connection connection = statement.getConnection();
        @Nullable
        Object[] values = uses.entrySet().stream()
                .map(entry -> value.apply(entry.getKey(), entry.getValue()))
                .toArray();
        statement.setArray(index, connection.createArrayOf(type, values));
    }

    private static Array text(
            PreparedStatement statement, List<EntryName> names, java.util.function.Function<EntryName, String> part)
            throws SQLException {
        return statement
                .getConnection()
                .createArrayOf("text", names.stream().map(part).toArray());
    }

    /** As text: the driver has no arrays of times. */
    static String timestamp(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toString();
    }
}
