package dev.freshet.cache.protocol;

import dev.freshet.cache.protocol.Filling.Rows;
import org.jspecify.annotations.Nullable;

/** On which terms a newcomer waits for a computation under way. */
public enum Joining {
    /** it looks and reads after the newcomer has looked, within the same bound: what it brings the newcomer would bring */
    LATER,
    /** its fences are those that the newcomer has just seen: what it reads on the primary is good enough */
    TRUSTED,
    /** only if its row turns out to be current on the primary, in a statement that begins after the newcomer came */
    IF_CONFIRMED,
    /** not at all */
    REFUSED;

    /**
     * Decides on the terms.
     *
     * @param flight what the computation began under; null when Redis did not answer then
     * @param storing whether it may have begun to store its row
     * @param newcomer what the newcomer itself has seen; no epoch when Redis did not answer
     */
    public static Joining of(@Nullable Ticket flight, boolean storing, View newcomer, Bound bound, Rows rows) {
        if (flight != null && newcomer.epoch() != null) {
            if (!flight.in(newcomer).isHit()) {
                return REFUSED; // something has changed: to wait for what it began with is in vain
            }
            if (bound.holds(newcomer)) {
                return TRUSTED;
            }
        }
        return rows == Rows.FRESH && !storing ? IF_CONFIRMED : REFUSED;
    }

    /**
     * Whether the newcomer takes the answer.
     *
     * @param onPrimary whether the content was read on the primary
     * @param confirmed whether the row was stored under {@code fresh}
     */
    public boolean accepts(boolean onPrimary, boolean confirmed) {
        return this == LATER || (confirmed && this != REFUSED) || (onPrimary && this == TRUSTED);
    }
}
