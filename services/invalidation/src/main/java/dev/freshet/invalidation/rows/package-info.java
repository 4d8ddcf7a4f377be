/** Stale rows of the cache tables. */
@NullMarked
package dev.freshet.invalidation.rows;

import org.jspecify.annotations.NullMarked;
