package dev.freshet.cache;

import dev.freshet.cache.protocol.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * What a lookup has brought.
 *
 * @param answer null on a miss
 * @param ticket for a fill whose content is read from now on; null on a hit, or when Redis gives none
 */
public record Lookup(@Nullable Answer answer, @Nullable Ticket ticket) {}
