/** What must hold before anything is touched. */
@NullMarked
package dev.freshet.capture.preflight;

import org.jspecify.annotations.NullMarked;
