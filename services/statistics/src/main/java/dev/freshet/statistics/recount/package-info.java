/** Counts days again from the topics, which must bring what is stored. */
@NullMarked
package dev.freshet.statistics.recount;

import org.jspecify.annotations.NullMarked;
