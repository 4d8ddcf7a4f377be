package dev.freshet.cache.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How far the changes are applied, by partition, shared between the instances. Thread-safe.
 *
 * <p>A position says that every fence before it stands, and a fence stands on one server only. So whoever records a
 * position that was reached with another server (one that has died since, or an old master that still answered)
 * raises all epochs of this one with it, in the same script.
 */
public final class AppliedPositions {

    /**
     * The position of one partition.
     *
     * @param topicId a topic that was deleted and created again has another
     * @param nextOffset everything before it is applied
     * @param server the identity of the server on which that was done, as {@link Fences#raise} returned it
     */
    public record Applied(String topicId, int partition, long nextOffset, String server) {}

    private static final Script APPLIED = Script.named("applied");

    private final ControlRedis redis;

    public AppliedPositions(ControlRedis redis) {
        this.redis = redis;
    }

    /**
     * Records positions.
     *
     * @param rules digest of the rules by which the changes were applied
     * @param caches every cache of the rules
     * @return the identity of the server that now has them
     */
    public String record(String rules, Collection<Applied> positions, Collection<String> caches) {
        List<String> names =
                new ArrayList<>(List.of(redis.keys().positions(), redis.keys().counter()));
        names.addAll(redis.epochs(caches));
        List<String> args = new ArrayList<>();
        for (Applied position : positions) {
            args.add(redis.keys().position(rules, position.topicId(), position.partition()));
            args.add(Long.toString(position.nextOffset()));
            args.add(position.server());
        }
        return redis.run(APPLIED, names, args);
    }
}
