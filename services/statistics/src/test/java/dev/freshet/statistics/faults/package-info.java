/** Consumers in processes of their own, that are killed, paused and replaced. */
@org.jspecify.annotations.NullMarked
package dev.freshet.statistics.faults;
