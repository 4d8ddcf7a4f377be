package dev.freshet.migration.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules name, so what the accounts need to reach.
 *
 * @param sources tables whose changes are captured
 * @param caches tables of entries
 * @param demo whether the demo page may edit lectures and fill the cache
 */
public record Scope(List<Source> sources, List<Rows> caches, boolean demo) {

    public Scope {
        sources = List.copyOf(sources);
        caches = List.copyOf(caches);
    }

    /**
     * A source table.
     *
     * @param schema its name, quoted for a statement
     * @param table with its schema, quoted for a statement
     * @param columns those that are published; empty for all
     */
    public record Source(String schema, String table, List<String> columns) {

        public Source {
            columns = columns.stream().sorted().toList();
        }
    }

    /**
     * A cache table.
     *
     * @param schema its name, quoted for a statement
     * @param table with its schema, quoted for a statement
     * @param fresh the condition that says which rows are kept; null without one
     * @param key the column that names a row
     * @param counters columns that the statistics raise where the table has them
     */
    public record Rows(String schema, String table, @Nullable String fresh, String key, List<String> counters) {

        public Rows {
            counters = List.copyOf(counters);
        }
    }
}
