/** A start that fails says why and what to do, in one message. */
@NullMarked
package dev.freshet.app.failure;

import org.jspecify.annotations.NullMarked;
