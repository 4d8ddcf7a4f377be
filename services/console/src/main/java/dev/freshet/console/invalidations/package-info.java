/** The log of invalidations, and asking for one. */
@NullMarked
package dev.freshet.console.invalidations;

import org.jspecify.annotations.NullMarked;
