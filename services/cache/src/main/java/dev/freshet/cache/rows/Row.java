package dev.freshet.cache.rows;

import dev.freshet.cache.protocol.Ticket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A row of a cache.
 *
 * @param answer JSON
 * @param tokensUsed what the answer cost; 0 when the table does not say
 * @param current whether {@code fresh} held on the primary, in the statement that read the row
 * @param ticket the fences and the epoch that the row holds; null when it holds none
 * @param left until it expires; null when it does not
 */
public record Row(String answer, long tokensUsed, boolean current, @Nullable Ticket ticket, @Nullable Duration left) {

    /** The life of a Redis key that is filled from it. */
    public Duration atMost(Duration life) {
        return left == null || left.compareTo(life) > 0 ? life : left;
    }
}
