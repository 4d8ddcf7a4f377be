/** Single entries, by hits, age and size, and their HTTP face. */
@NullMarked
package dev.freshet.statistics.entries;

import org.jspecify.annotations.NullMarked;
