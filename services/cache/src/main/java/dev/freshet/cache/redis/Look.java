package dev.freshet.cache.redis;

import dev.freshet.cache.protocol.View;
import org.jspecify.annotations.Nullable;

/**
 * What one round trip to Redis has brought.
 *
 * @param view the control keys
 * @param entry null when there is none
 * @param answered whether Redis has answered
 */
public record Look(View view, @Nullable Entry entry, boolean answered) {

    /** When Redis does not answer. */
    public static final Look NOTHING = new Look(View.NOTHING, null, false);
}
