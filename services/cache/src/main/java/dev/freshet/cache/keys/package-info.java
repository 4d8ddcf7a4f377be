/** The names of cached answers. */
@NullMarked
package dev.freshet.cache.keys;

import org.jspecify.annotations.NullMarked;
