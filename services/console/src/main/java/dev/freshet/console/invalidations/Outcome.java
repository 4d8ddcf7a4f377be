package dev.freshet.console.invalidations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.events.Invalidation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log: what was made stale, why, and what was removed for it.
 *
 * @param change the database change that caused it; null when a command did
 * @param command the command that caused it; null when a change did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Outcome(
        String id,
        String cache,
        String tag,
        Invalidation.@Nullable Change change,
        @Nullable Asked command,
        long rowsDeleted,
        long keysRemoved,
        Instant appliedAt) {

    /** Who asked for it and why, as far as was said. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Asked(String id, @Nullable String who, @Nullable String why) {}
}
