package dev.freshet.cache;

import dev.freshet.cache.protocol.Bound;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a cache. The rules file says how: its key and tags, filled from a row's columns.
 *
 * @param operation chooses guard and life, and is counted; null for a cache that knows no operations
 * @param key names the answer: the value of the rows' key column
 * @param entryKey the Redis key by the rules; null for a cache in PostgreSQL alone
 * @param tags all that the answer depends on; the key's own is added
 * @param columns what the row says besides answer and version, {@code key} included; collections become arrays
 * @param bound how old an answer from Redis may be
 */
public record Question(
        @Nullable String operation,
        String key,
        @Nullable String entryKey,
        List<String> tags,
        Map<String, @Nullable Object> columns,
        Bound bound) {

    private static final int LONGEST_OPERATION = 255;

    public Question {
        if (operation != null
                && (operation.isEmpty() || operation.length() > LONGEST_OPERATION || operation.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException(
                    "an operation is a name of 1 to " + LONGEST_OPERATION + " characters without NUL");
        }
        Set<String> all = new LinkedHashSet<>(tags);
        if (entryKey != null) {
            all.add("key:" + entryKey);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("an answer that depends on nothing, not even on a key: " + key);
        }
        tags = List.copyOf(all);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** For a cache in Redis alone. */
    public static Question of(String entryKey, Collection<String> tags) {
        return new Question(null, entryKey, entryKey, new ArrayList<>(tags), Map.of(), Bound.LEASE);
    }

    /** The same, with another bound. */
    public Question within(Bound other) {
        return new Question(operation, key, entryKey, tags, columns, other);
    }

    /** The same, of an operation. */
    public Question by(String its) {
        return new Question(its, key, entryKey, tags, columns, bound);
    }
}
