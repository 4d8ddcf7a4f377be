package dev.freshet.statistics;

import dev.freshet.events.Access;
import dev.freshet.events.Access.Outcome;
import dev.freshet.events.Invalidation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events as the tests send them. */
public final class Events {

    private Events() {}

    public static Access access(String cache, String operation, Outcome outcome, long tokensSaved, String time) {
        return new Access(cache, operation, outcome, tokensSaved, Instant.parse(time));
    }

    public static Access hit(String cache, String time) {
        return access(cache, "quiz", Outcome.redis, 150, time);
    }

    /** A miss that was computed. */
    public static Access computed(
            String cache, Access.Reason reason, long millis, @Nullable String contentHash, String time) {
        Access.Load load = new Access.Load(millis, 100L, contentHash);
        return new Access(cache, "quiz", Outcome.miss, 0, Instant.parse(time), reason, load);
    }

    public static Invalidation outcome(String id, String cache, long rowsDeleted, long keysRemoved, String appliedAt) {
        return new Invalidation(
                id,
                cache,
                "lecture:1",
                new Invalidation.Change(
                        "public.lectures", "update", "4711", "0/16B3748", Instant.parse("2026-01-01T00:00:00Z")),
                null,
                rowsDeleted,
                keysRemoved,
                Instant.parse(appliedAt));
    }
}
