/** The servers of the default run. */
@NullMarked
package dev.freshet.app.servers;

import org.jspecify.annotations.NullMarked;
