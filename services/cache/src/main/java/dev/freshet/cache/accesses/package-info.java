/** Access events, told off the caller's path. */
@NullMarked
package dev.freshet.cache.accesses;

import org.jspecify.annotations.NullMarked;
