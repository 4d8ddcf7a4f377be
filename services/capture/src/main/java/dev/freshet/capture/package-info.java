/** See the module of the same name. */
@NullMarked
package dev.freshet.capture;

import org.jspecify.annotations.NullMarked;
