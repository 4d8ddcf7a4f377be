/** Times at which changes may have been missed: detected, kept, and announced to every cache. */
@NullMarked
package dev.freshet.capture.gap;

import org.jspecify.annotations.NullMarked;
