package dev.freshet.cache;

import dev.freshet.cache.rows.Row;
import org.jspecify.annotations.Nullable;

/**
 * What became of the search for a row.
 *
 * @param answered whether PostgreSQL has answered
 * @param row null when there is none
 */
record Sought(boolean answered, @Nullable Row row) {}
