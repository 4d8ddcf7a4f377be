/** Entries in Redis, read and written under fences. */
@NullMarked
package dev.freshet.cache.redis;

import org.jspecify.annotations.NullMarked;
