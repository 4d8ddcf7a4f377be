/** How far the change topics have been written, and since when nothing is missing there. */
@NullMarked
package dev.freshet.capture.watermark;

import org.jspecify.annotations.NullMarked;
