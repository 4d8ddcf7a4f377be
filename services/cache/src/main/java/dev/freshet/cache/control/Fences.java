package dev.freshet.cache.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Raises fences and epochs: gives them a value that they never had and never get again, so that no entry filled under
 * an earlier one is served. A call that failed may have raised some, and may be repeated. Thread-safe.
 */
public final class Fences {

    private static final Script RAISE = Script.named("raise");
    private static final int CHUNK = 1000;

    private final ControlRedis redis;

    public Fences(ControlRedis redis) {
        this.redis = redis;
    }

    /**
     * Raises the fences of tags and the epochs of caches.
     *
     * @param life how long the fences stay at least; a longer life that one has is never shortened
     * @param caches whose epochs to raise; epochs stay for ever
     * @return the identity of the server that has them
     * @throws ServerChangedException if not all of them are on one server
     */
    public String raise(Collection<String> tags, Duration life, Collection<String> caches) {
        if (life.toMillis() < 1) {
            throw new IllegalArgumentException("a fence lives for a millisecond at least: " + life);
        }
        List<String> fences = tags.stream().distinct().map(redis.keys()::fence).toList();
        String server = raise(List.of(), redis.epochs(caches), life);
        for (int from = 0; from < fences.size(); from += CHUNK) {
            List<String> chunk = fences.subList(from, Math.min(from + CHUNK, fences.size()));
            ServerChangedException.check(server, raise(chunk, List.of(), life));
        }
        return server;
    }

    private String raise(List<String> fences, List<String> epochs, Duration life) {
        List<String> names = new ArrayList<>(fences.size() + epochs.size() + 1);
        names.add(redis.keys().counter());
        names.addAll(fences);
        names.addAll(epochs);
        return redis.run(RAISE, names, List.of(Integer.toString(fences.size()), Long.toString(life.toMillis())));
    }
}
