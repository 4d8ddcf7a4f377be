/** The application: composes roles. */
@NullMarked
package dev.freshet;

import org.jspecify.annotations.NullMarked;
