package dev.freshet.invalidation.changes;

import dev.freshet.events.Command;
import dev.freshet.events.Invalidation;
import org.jspecify.annotations.Nullable;

/**
 * Why something is stale.
 *
 * @param change the row change; null when a command asked for it
 * @param command the command; null when a row changed
 */
public record Cause(Origin origin, Invalidation.@Nullable Change change, @Nullable Command command) {}
