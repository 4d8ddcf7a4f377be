/** The read side over HTTP, for applications that are not on the JVM. */
@NullMarked
package dev.freshet.console.gateway;

import org.jspecify.annotations.NullMarked;
