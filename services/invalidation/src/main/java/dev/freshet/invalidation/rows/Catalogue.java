package dev.freshet.invalidation.rows;

import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The cache tables as the database has them, asked once each.
 * Thread-safe.
 */
final class Catalogue {

    // A type modifier of -1 and not null: a bare "character" would be one of length 1, and cut what is cast to it
    private static final String COLUMNS =
            """
            SELECT a.attname AS name,
                   format_type(CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END, -1) AS type,
                   t.typcategory = 'A' AS is_array
            FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped""";

    private final JdbcOperations database;
    private final boolean removes;
    private final RowAccess access;
    private final Map<String, CacheTable> tables = new ConcurrentHashMap<>();

    /** @param removes whether rows are to be removed, and a user who could not is refused */
    Catalogue(JdbcOperations database, boolean removes) {
        this.database = database;
        this.removes = removes;
        this.access = new RowAccess(database);
    }

    CacheTable table(CacheRule cache, RowsRule rows) {
        return tables.computeIfAbsent(cache.name(), name -> {
            if (removes) {
                access.require(List.of(cache));
            }
            return new CacheTable(cache, rows, columns(rows.table()));
        });
    }

    /** For when a statement failed: the table may have changed under us. */
    void forget() {
        tables.clear();
    }

    private Map<String, Column> columns(TableName table) {
        Map<String, Column> columns = new HashMap<>();
        database.query(
                COLUMNS,
                row -> {
                    String name = row.getString("name");
                    columns.put(name, new Column(name, row.getString("type"), row.getBoolean("is_array")));
                },
                table.sql());
        return columns;
    }
}
