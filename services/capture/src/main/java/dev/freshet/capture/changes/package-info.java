/** From Debezium's records to Kafka's. */
@NullMarked
package dev.freshet.capture.changes;

import org.jspecify.annotations.NullMarked;
