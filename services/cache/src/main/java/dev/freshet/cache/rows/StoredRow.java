package dev.freshet.cache.rows;

import dev.freshet.cache.protocol.Filling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a row that was to be stored.
 *
 * @param row whether it was
 * @param left until it expires; null when it does not, or was not stored
 */
public record StoredRow(Filling.Row row, @Nullable Duration left) {

    /** The life of a Redis key that is filled with it. */
    public Duration atMost(Duration life) {
        return left == null || left.compareTo(life) > 0 ? life : left;
    }
}
