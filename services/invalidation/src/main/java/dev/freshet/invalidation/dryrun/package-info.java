/** What rules would have removed: recorded changes replayed without touching anything. */
@NullMarked
package dev.freshet.invalidation.dryrun;

import org.jspecify.annotations.NullMarked;
