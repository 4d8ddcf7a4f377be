package dev.freshet.cache;

import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.View;
import dev.freshet.cache.redis.Look;
import dev.freshet.events.Access;
import org.jspecify.annotations.Nullable;

/**
 * What the tiers have of an answer.
 *
 * @param look what Redis showed
 * @param ticket for a fill that begins now; null when Redis gives none, or the answer is there
 * @param answer null on a miss
 * @param asked whether some tier could be asked at all
 * @param reason why it is a miss; null on a hit
 */
record Found(
        Look look, @Nullable Ticket ticket, @Nullable Answer answer, boolean asked, Access.@Nullable Reason reason) {

    /** What was seen of the control keys at last: the ticket was read after the look. */
    View view() {
        return ticket == null ? look.view() : look.view().with(ticket);
    }

    static Found hit(Look look, Answer answer) {
        return new Found(look, null, answer, true, null);
    }
}
