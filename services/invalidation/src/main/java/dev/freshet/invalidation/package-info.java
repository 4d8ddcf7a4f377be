/** Applies changes from Kafka: fences, rows and keys go, outcomes are told, positions and the lease follow. */
@NullMarked
package dev.freshet.invalidation;

import org.jspecify.annotations.NullMarked;
