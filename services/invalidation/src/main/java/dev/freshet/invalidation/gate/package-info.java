/** Waiting until a change can be seen by everyone. */
@NullMarked
package dev.freshet.invalidation.gate;

import org.jspecify.annotations.NullMarked;
