/** What an installation needs of Kafka: topics, and accounts with their rights. */
@NullMarked
package dev.freshet.app.kafka;

import org.jspecify.annotations.NullMarked;
