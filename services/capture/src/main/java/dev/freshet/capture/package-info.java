/**
 * The role that carries changes from PostgreSQL to Kafka: the supervised Debezium engine, and what tells how it is.
 */
@NullMarked
package dev.freshet.capture;

import org.jspecify.annotations.NullMarked;
