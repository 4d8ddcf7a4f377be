package dev.freshet.cache;

import dev.freshet.events.Access;
import org.jspecify.annotations.Nullable;

/**
 * What a computation has brought.
 *
 * @param onPrimary whether its content was read on the primary
 * @param confirmed whether its row was stored while current
 * @param load what it took; null when nothing was computed here
 */
record Loaded(Answer answer, boolean onPrimary, boolean confirmed, Access.@Nullable Load load) {

    /** For one who waited for it: nothing was computed for them. */
    Loaded joined() {
        return new Loaded(answer, onPrimary, confirmed, null);
    }
}
