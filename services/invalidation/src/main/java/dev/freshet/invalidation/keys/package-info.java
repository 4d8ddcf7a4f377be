/** Stale keys in Redis. */
@NullMarked
package dev.freshet.invalidation.keys;

import org.jspecify.annotations.NullMarked;
