/** Answers how many requests, hits and invalidations there were on each day. */
@NullMarked
package dev.freshet.statistics.daily;

import org.jspecify.annotations.NullMarked;
