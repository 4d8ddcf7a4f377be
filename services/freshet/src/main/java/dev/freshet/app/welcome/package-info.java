/** What the start prints. */
@NullMarked
package dev.freshet.app.welcome;

import org.jspecify.annotations.NullMarked;
