package dev.freshet.cache.control;

import dev.freshet.events.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Grants the lease under which entries may be served from Redis. The only one who does, and in one script: whether all
 * positions have passed the watermark, whether the server is the one for which the epochs were last raised (under the
 * same rules), and the lease itself are one decision of one server at one moment. Several instances may ask at once.
 * Thread-safe.
 */
public final class Lease {

    /** What became of a request. */
    public enum Answer {
        /** the lease now stands until the watermark's time plus the bound */
        GRANTED,
        /** another server or other rules than last time: all epochs were raised first; then as granted */
        RAISED,
        /** it stands for this watermark or a later one already */
        HELD,
        /** some partition is not applied up to the watermark, as far as this server knows */
        BEHIND,
        /** the watermark is older than the bound, by the server's clock */
        LATE
    }

    private static final Script LEASE = Script.named("lease");

    private final ControlRedis redis;

    public Lease(ControlRedis redis) {
        this.redis = redis;
    }

    /**
     * Asks for the lease that a watermark allows.
     *
     * @param bound how long after the watermark's time entries may be served
     * @param caches every cache of the rules
     */
    public Answer ask(Watermark watermark, Duration bound, Collection<String> caches) {
        ControlKeys keys = redis.keys();
        List<String> names = new ArrayList<>(List.of(keys.lease(), keys.positions(), keys.server(), keys.counter()));
        names.addAll(redis.epochs(caches));
        Instant end = watermark.time().plus(bound);
        List<String> args = new ArrayList<>(List.of(
                Long.toString(watermark.time().toEpochMilli()), Long.toString(end.toEpochMilli()), watermark.rules()));
        for (Watermark.Position position : watermark.offsets()) {
            args.add(keys.position(watermark.rules(), position.topicId(), position.partition()));
            args.add(Long.toString(position.nextOffset()));
        }
        return Answer.valueOf(redis.run(LEASE, names, args));
    }
}
