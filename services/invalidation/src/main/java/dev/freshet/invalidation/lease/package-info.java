/** Watermarks, and the lease that they allow. */
@NullMarked
package dev.freshet.invalidation.lease;

import org.jspecify.annotations.NullMarked;
