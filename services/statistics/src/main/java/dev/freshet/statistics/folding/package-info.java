/**
 * Reads a topic and makes of each poll one database transaction that also moves the stored position, so that every
 * record takes effect exactly once, whatever is repeated, killed or taken over by another process.
 */
@NullMarked
package dev.freshet.statistics.folding;

import org.jspecify.annotations.NullMarked;
