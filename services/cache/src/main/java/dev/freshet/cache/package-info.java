/** See the module of the same name. */
@NullMarked
package dev.freshet.cache;

import org.jspecify.annotations.NullMarked;
