/** Real servers, started in process or as children of this one. */
@NullMarked
package dev.freshet.embedded;

import org.jspecify.annotations.NullMarked;
