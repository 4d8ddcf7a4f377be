/** See the module of the same name. */
@NullMarked
package dev.freshet.console;

import org.jspecify.annotations.NullMarked;
