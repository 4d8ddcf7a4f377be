/** Where each partition starts, and how far it is applied. */
@NullMarked
package dev.freshet.invalidation.positions;

import org.jspecify.annotations.NullMarked;
