/** See the module of the same name. */
@NullMarked
package dev.freshet.rules;

import org.jspecify.annotations.NullMarked;
