/** Problem documents (RFC 9457): how the console says no. */
@NullMarked
package dev.freshet.console.problem;

import org.jspecify.annotations.NullMarked;
