/** Folds accesses and invalidations into exact daily figures, and answers questions about them. */
@NullMarked
package dev.freshet.statistics;

import org.jspecify.annotations.NullMarked;
