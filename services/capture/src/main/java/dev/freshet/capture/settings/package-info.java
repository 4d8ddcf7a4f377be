/** How capture is set up. */
@NullMarked
package dev.freshet.capture.settings;

import org.jspecify.annotations.NullMarked;
