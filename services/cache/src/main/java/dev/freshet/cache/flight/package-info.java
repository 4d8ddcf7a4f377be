/** One computation for many askers. */
@NullMarked
package dev.freshet.cache.flight;

import org.jspecify.annotations.NullMarked;
