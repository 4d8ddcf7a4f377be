/** Whether the servers that the console needs answer. */
@NullMarked
package dev.freshet.console.health;

import org.jspecify.annotations.NullMarked;
