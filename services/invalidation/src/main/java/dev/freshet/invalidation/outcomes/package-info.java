/** What was removed for which change, and telling it. */
@NullMarked
package dev.freshet.invalidation.outcomes;

import org.jspecify.annotations.NullMarked;
