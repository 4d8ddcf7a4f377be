/** Entries as rows of PostgreSQL: read only while they are current, written only if they are. */
@NullMarked
package dev.freshet.cache.rows;

import org.jspecify.annotations.NullMarked;
