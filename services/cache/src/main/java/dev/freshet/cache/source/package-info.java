/** The read step of a load: content and its hash from one snapshot. */
@NullMarked
package dev.freshet.cache.source;

import org.jspecify.annotations.NullMarked;
