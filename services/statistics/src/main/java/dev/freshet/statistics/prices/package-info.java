/** What an answer costs, so that a hit is worth something. */
@NullMarked
package dev.freshet.statistics.prices;

import org.jspecify.annotations.NullMarked;
