package dev.freshet.cache.control;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who loads an answer, among all processes. A claim saves work and protects nothing: two that load at once are both
 * right. Thread-safe.
 */
public final class Claims {

    private static final Script CLAIM = Script.named("claim");
    private static final Script RELEASE = Script.named("release");

    private final ControlRedis redis;

    public Claims(ControlRedis redis) {
        this.redis = redis;
    }

    /**
     * Claims a load, or claims it anew for longer.
     *
     * @param load names what is loaded
     * @param claimant a name of its own for each load
     * @param life after which a claim that nobody prolonged is free: its holder has died
     * @param waitedFor who had it when the claimant last asked; null at first
     * @return who has it now: the claimant, or somebody else; or what {@link #failureOf} understands
     */
    public String claim(String load, String claimant, Duration life, @Nullable String waitedFor) {
        return redis.run(
                CLAIM,
                List.of(redis.keys().load(load)),
                List.of(claimant, Long.toString(life.toMillis()), waitedFor == null ? "" : waitedFor));
    }

    /**
     * Ends a claim, if the claimant still has it.
     *
     * @param failure what those who wait for this claimant are told; null when all went well
     * @param memory how long they are told
     */
    public void release(String load, String claimant, @Nullable String failure, Duration memory) {
        redis.run(
                RELEASE,
                List.of(redis.keys().load(load)),
                List.of(claimant, failure == null ? "" : failure, Long.toString(memory.toMillis())));
    }

    /** How the load failed that somebody has waited for; null when a claim's answer is a claimant. */
    public static @Nullable String failureOf(String answer) {
        return answer.startsWith("!") ? answer.substring(answer.indexOf(' ') + 1) : null;
    }
}
