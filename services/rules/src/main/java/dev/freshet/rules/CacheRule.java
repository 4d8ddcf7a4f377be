package dev.freshet.rules;

import org.jspecify.annotations.Nullable;

/**
 * A cache: entries as rows, as Redis keys, or as both.
 *
 * @param name unique among all rules
 * @param rows where its rows are; null for a cache in Redis alone
 * @param keys its Redis keys, filled from a row's columns or from a change; null for a cache in PostgreSQL alone
 */
public record CacheRule(String name, @Nullable RowsRule rows, @Nullable Template keys) {

    public CacheRule {
        if (rows == null && keys == null) {
            throw new IllegalArgumentException("cache " + name + " has neither rows nor keys");
        }
    }
}
