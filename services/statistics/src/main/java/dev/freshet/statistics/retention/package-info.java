/** Forgets figures that are older than they are to be kept. */
@NullMarked
package dev.freshet.statistics.retention;

import org.jspecify.annotations.NullMarked;
