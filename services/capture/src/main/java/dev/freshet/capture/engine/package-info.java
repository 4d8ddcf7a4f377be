/** Debezium's engine: its properties, one run of it, and what happens to a batch. */
@NullMarked
package dev.freshet.capture.engine;

import org.jspecify.annotations.NullMarked;
