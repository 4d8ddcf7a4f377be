/** The publication: exactly what the rules name, and the heartbeat. */
@NullMarked
package dev.freshet.capture.publication;

import org.jspecify.annotations.NullMarked;
