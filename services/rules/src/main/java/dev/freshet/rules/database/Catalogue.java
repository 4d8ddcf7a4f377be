package dev.freshet.rules.database;

import dev.freshet.rules.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads PostgreSQL's catalogue. As thread-safe as its connection. */
final class Catalogue {

    private static final String TABLE =
            """
            select c.oid, format('%I.%I', n.nspname, c.relname) as sql, c.relkind, c.relpersistence, c.relreplident
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f')""";

    private static final String COLUMNS =
            """
            select a.attname, pg_catalog.format_type(coalesce(e.oid, t.oid), null) as type,
                e.oid is not null as is_array, a.attgenerated <> '' as generated,
                array(select l.enumlabel::text from pg_catalog.pg_enum l
                      where l.enumtypid = coalesce(e.oid, t.oid) order by l.enumsortorder) as labels
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_type t on t.oid = a.atttypid
            left join pg_catalog.pg_type e on e.oid = t.typelem and t.typcategory = 'A'
            where a.attrelid = ? and a.attnum > 0 and not a.attisdropped
            order by a.attnum""";

    /** What ON CONFLICT accepts and, unless nullable, REPLICA IDENTITY USING INDEX; a deferrable primary key is none. */
    private static final String INDEXES =
            """
            select format('%I', c.relname) as sql, i.indisprimary, i.indisreplident,
                not bool_and(a.attnotnull) as nullable,
                array_agg(a.attname::text order by k.place) as columns
            from pg_catalog.pg_index i
            join pg_catalog.pg_class c on c.oid = i.indexrelid
            cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
            join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
            where i.indrelid = ? and k.place <= i.indnkeyatts and i.indisunique and i.indimmediate and i.indisvalid
                and i.indpred is null and i.indexprs is null
            group by c.oid, c.relname, i.indisprimary, i.indisreplident
            order by i.indisprimary desc, c.relname""";

    private static final String LEAVES =
            """
            select n.nspname, c.relname
            from pg_catalog.pg_partition_tree(format('%I.%I', ?, ?)::regclass) p
            join pg_catalog.pg_class c on c.oid = p.relid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where p.isleaf and p.level > 0 order by 1, 2""";

    private static final String ANCESTORS =
            """
            select n.nspname, c.relname
            from pg_catalog.pg_partition_ancestors(format('%I.%I', ?, ?)::regclass) a
            join pg_catalog.pg_class c on c.oid = a.relid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where (n.nspname, c.relname) <> (?, ?)""";

    private static final String NAMES =
            """
            select n.nspname, c.relname
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'""";

    private final Connection connection;

    Catalogue(Connection connection) {
        this.connection = connection;
    }

    Optional<Table> table(TableName name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(TABLE)) {
            query.setString(1, name.schema());
            query.setString(2, name.table());
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? Optional.of(table(found)) : Optional.empty();
            }
        }
    }

    /** The partitions that hold the rows of a partitioned table, at whatever depth. */
    List<TableName> leaves(TableName table) throws SQLException {
        return names(LEAVES, table.schema(), table.table());
    }

    /** The tables that a table is a partition of, at whatever depth. */
    List<TableName> ancestors(TableName table) throws SQLException {
        return names(ANCESTORS, table.schema(), table.table(), table.schema(), table.table());
    }

    private List<TableName> names(String query, String... parameters) throws SQLException {
        List<TableName> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    names.add(new TableName(found.getString(1), found.getString(2)));
                }
            }
        }
        return names;
    }

    /** All tables, for suggestions. */
    List<String> names() throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(NAMES);
                ResultSet found = query.executeQuery()) {
            while (found.next()) {
                names.add(new TableName(found.getString(1), found.getString(2)).toString());
            }
        }
        return names;
    }

    private Table table(ResultSet found) throws SQLException {
        long oid = found.getLong("oid");
        return new Table(
                found.getString("sql"),
                found.getString("relkind"),
                found.getString("relpersistence"),
                found.getString("relreplident"),
                columns(oid),
                indexes(oid));
    }

    private Map<String, Column> columns(long table) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setLong(1, table);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    String name = found.getString("attname");
                    boolean array = found.getBoolean("is_array");
                    boolean generated = found.getBoolean("generated");
                    List<String> labels = texts(found.getArray("labels"));
                    columns.put(name, new Column(name, found.getString("type"), array, labels, generated));
                }
            }
        }
        return columns;
    }

    private List<Index> indexes(long table) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(INDEXES)) {
            query.setLong(1, table);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    boolean primary = found.getBoolean("indisprimary");
                    boolean chosen = found.getBoolean("indisreplident");
                    boolean nullable = found.getBoolean("nullable");
                    List<String> columns = texts(found.getArray("columns"));
                    indexes.add(new Index(found.getString("sql"), primary, chosen, nullable, columns));
                }
            }
        }
        return indexes;
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
