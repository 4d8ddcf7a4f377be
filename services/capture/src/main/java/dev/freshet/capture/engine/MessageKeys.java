package dev.freshet.capture.engine;

import dev.freshet.rules.TableName;
import java.sql.Array;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Debezium's {@code message.key.columns}. It takes the primary key for every table; where an index is the replica
 * identity, the key has to be the index's columns, because no others are known of a deleted row.
 */
final class MessageKeys {

    private static final String INDEX_COLUMNS =
            """
            select array_agg(a.attname::text order by k.position) as columns
            from pg_index i
            join pg_class c on c.oid = i.indrelid
            cross join unnest(i.indkey::int2[]) with ordinality k (attnum, position)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
            where c.oid = to_regclass(:table) and c.relreplident = 'i' and i.indisreplident
            group by i.indexrelid
            """;

    private final JdbcClient database;

    MessageKeys(JdbcClient database) {
        this.database = database;
    }

    /** Empty when every table's key is its primary key. */
    String of(Collection<TableName> tables) {
        return tables.stream()
                .flatMap(table ->
                        indexColumns(table).map(columns -> TablePatterns.of(table) + ":" + patterns(columns)).stream())
                .collect(Collectors.joining(";"));
    }

    private Optional<List<String>> indexColumns(TableName table) {
        return database.sql(INDEX_COLUMNS)
                .param("table", table.sql())
                .query((row, number) -> {
                    Array columns = row.getArray("columns");
                    return List.of((String[]) columns.getArray());
                })
                .optional();
    }

    private static String patterns(List<String> columns) {
        return columns.stream().map(TablePatterns::of).collect(Collectors.joining(","));
    }
}
