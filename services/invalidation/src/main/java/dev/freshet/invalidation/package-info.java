/** See the module of the same name. */
@NullMarked
package dev.freshet.invalidation;

import org.jspecify.annotations.NullMarked;
