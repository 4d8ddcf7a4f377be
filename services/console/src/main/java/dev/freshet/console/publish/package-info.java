/** The console's way to Kafka. */
@NullMarked
package dev.freshet.console.publish;

import org.jspecify.annotations.NullMarked;
