/** Who did what, one line each. */
@NullMarked
package dev.freshet.app.audit;

import org.jspecify.annotations.NullMarked;
