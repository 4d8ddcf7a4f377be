/** The console's connection to Redis. */
@NullMarked
package dev.freshet.console.redis;

import org.jspecify.annotations.NullMarked;
