package dev.freshet.capture.publication;

import dev.freshet.rules.TableName;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One table of a publication.
 *
 * @param table the table
 * @param columns the columns it publishes; empty for all
 */
public record PublishedTable(TableName table, Set<String> columns) {

    public PublishedTable {
        columns = Set.copyOf(columns);
    }

    /**
     * For a statement: the name, then the column list if there is one. ONLY keeps tables out that inherit from it, which
     * are no sources; the partitions of a partitioned table are published all the same.
     */
    String sql() {
        String name = "only " + table.sql();
        return columns.isEmpty()
                ? name
                : new TreeSet<>(columns)
                        .stream().map(TableName::quoted).collect(Collectors.joining(", ", name + " (", ")"));
    }
}
