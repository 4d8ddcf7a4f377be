/** What stands between a cache and an expensive, fallible model. */
@NullMarked
package dev.freshet.cache.guards;

import org.jspecify.annotations.NullMarked;
