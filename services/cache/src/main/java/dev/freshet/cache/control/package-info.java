/** The control keys in Redis that decide whether a cached entry may be served: fences, epochs, the lease. */
@NullMarked
package dev.freshet.cache.control;

import org.jspecify.annotations.NullMarked;
