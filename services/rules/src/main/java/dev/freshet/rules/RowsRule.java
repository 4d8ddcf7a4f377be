package dev.freshet.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a cache.
 *
 * @param table the cache table
 * @param tags what a row depends on, filled from its columns; empty when rows go by their key alone
 * @param key the column that names a row
 * @param fresh an SQL condition over the row's columns: rows for which it holds are kept; null when nothing tells a
 *     fresh row from a stale one
 * @param fences the jsonb column in which a row keeps the fences it was filled under; null when it keeps none
 */
public record RowsRule(
        TableName table, List<Template> tags, String key, @Nullable String fresh, @Nullable String fences) {

    public RowsRule {
        tags = List.copyOf(tags);
    }
}
