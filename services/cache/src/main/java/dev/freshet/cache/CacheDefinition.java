package dev.freshet.cache;

import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.rows.RowsDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the rules file.
 *
 * @param name as there
 * @param rows where its rows are; null for a cache in Redis alone
 * @param policy for operations that have none of their own
 * @param policies by operation
 */
public record CacheDefinition(String name, @Nullable RowsDefinition rows, Policy policy, Map<String, Policy> policies) {

    public CacheDefinition {
        policies = Map.copyOf(policies);
    }

    /** With the same policy for everything. */
    public CacheDefinition(String name, @Nullable RowsDefinition rows) {
        this(name, rows, Policy.DEFAULT, Map.of());
    }

    Policy policy(@Nullable String operation) {
        return operation == null ? policy : policies.getOrDefault(operation, policy);
    }

    Duration longestLife() {
        return Stream.concat(Stream.of(policy), policies.values().stream())
                .map(Policy::life)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    Rows check() {
        return rows == null ? Rows.NONE : rows.check();
    }
}
