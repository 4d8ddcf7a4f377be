package dev.freshet.cache.protocol;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one look at Redis showed of the control keys.
 *
 * @param epoch null when absent
 * @param fences by tag; an absent one is left out
 * @param beat the lease's beat, in ms since 1970 by the database's clock; null when there is no lease
 * @param now the server's time, in ms since 1970; null when it was not asked for
 */
public record View(@Nullable String epoch, Map<String, String> fences, @Nullable Long beat, @Nullable Long now) {

    /** What is seen of a Redis that does not answer: nothing, so nothing stands. */
    public static final View NOTHING = new View(null, Map.of(), null, null);

    public View {
        fences = Map.copyOf(fences);
    }

    /** The ticket for a fill that begins now; empty when the epoch or one of the fences is absent. */
    public Optional<Ticket> ticket(Collection<String> tags) {
        if (epoch == null || tags.isEmpty() || !fences.keySet().containsAll(tags)) {
            return Optional.empty();
        }
        Map<String, String> asked = new LinkedHashMap<>();
        tags.forEach(tag -> asked.put(tag, fences.get(tag)));
        return Optional.of(new Ticket(epoch, asked));
    }

    /** The same at a later time, when a ticket was read: what was absent is there. */
    public View with(Ticket ticket) {
        return new View(ticket.epoch(), ticket.fences(), beat, now);
    }

    /** How long ago the pipeline was seen to be complete; empty without a lease or without the server's time. */
    Optional<Duration> age() {
        return beat == null || now == null ? Optional.empty() : Optional.of(Duration.ofMillis(now - beat));
    }
}
