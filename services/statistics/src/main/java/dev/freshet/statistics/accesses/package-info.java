/** Counts the lookups of {@code freshet.accesses} by UTC day, cache and operation. */
@NullMarked
package dev.freshet.statistics.accesses;

import org.jspecify.annotations.NullMarked;
