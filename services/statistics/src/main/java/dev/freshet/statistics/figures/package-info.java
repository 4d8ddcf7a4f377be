/** The figures by day, by operation and over all, and their HTTP face. */
@NullMarked
package dev.freshet.statistics.figures;

import org.jspecify.annotations.NullMarked;
