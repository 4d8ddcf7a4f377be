/**
 * A model of the fence protocol whose steps are interleaved in every order: no order may end with a stale answer served,
 * and for each weaker protocol some order must. The decisions (what is a hit, what may be kept, who may join) are the
 * library's own classes; Redis, PostgreSQL and the pipeline are models.
 */
@NullMarked
package dev.freshet.cache.schedules;

import org.jspecify.annotations.NullMarked;
