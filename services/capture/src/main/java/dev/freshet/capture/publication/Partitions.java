package dev.freshet.capture.publication;

import dev.freshet.rules.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which partition belongs to which source, as it was at one moment. PostgreSQL publishes a partitioned table's changes under
 * the partitions' names: by the root's, it would keep silent when one of them is truncated.
 *
 * @param roots the partitioned sources, by the names of their partitions
 */
public record Partitions(Map<TableName, TableName> roots) {

    /** Of sources without partitions. */
    public static final Partitions NONE = new Partitions(Map.of());

    private static final String LEAVES =
            """
            select n.nspname, c.relname
            from pg_partition_tree(to_regclass(:table)) p
            join pg_class c on c.oid = p.relid
            join pg_namespace n on n.oid = c.relnamespace
            where p.isleaf and p.level > 0
            """;

    public Partitions {
        roots = Map.copyOf(roots);
    }

    /** Those that the sources have now. */
    public static Partitions of(Collection<TableName> sources, JdbcClient database) {
        Map<TableName, TableName> roots = new HashMap<>();
        sources.forEach(source -> database.sql(LEAVES)
                .param("table", source.sql())
                .query((row, number) -> new TableName(row.getString(1), row.getString(2)))
                .list()
                .forEach(leaf -> roots.put(leaf, source)));
        return new Partitions(roots);
    }

    /** The source that a table's changes are changes of: the table itself, unless it is a partition. */
    public TableName sourceOf(TableName table) {
        return roots.getOrDefault(table, table);
    }

    /** The tables that hold the sources' rows, and the sources. */
    public Set<TableName> with(Collection<TableName> sources) {
        Set<TableName> tables = new LinkedHashSet<>(sources);
        tables.addAll(roots.keySet());
        return tables;
    }
}
