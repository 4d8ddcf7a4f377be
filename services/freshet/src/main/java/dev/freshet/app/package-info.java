/** The application: its command line, and the roles that it composes. */
@NullMarked
package dev.freshet.app;

import org.jspecify.annotations.NullMarked;
