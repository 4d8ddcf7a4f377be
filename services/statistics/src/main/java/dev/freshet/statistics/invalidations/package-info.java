/** Keeps the outcomes of {@code freshet.invalidations} and counts them by UTC day and cache. */
@NullMarked
package dev.freshet.statistics.invalidations;

import org.jspecify.annotations.NullMarked;
