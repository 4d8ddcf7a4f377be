/** From a Kafka record to what it makes stale. */
@NullMarked
package dev.freshet.invalidation.changes;

import org.jspecify.annotations.NullMarked;
