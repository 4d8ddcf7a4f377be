/** The events that Freshet's parts and its subscribers exchange over Kafka, and their JSON form. */
@NullMarked
package dev.freshet.events;

import org.jspecify.annotations.NullMarked;
