package dev.freshet.cache;

import dev.freshet.cache.Answer.Origin;
import dev.freshet.cache.protocol.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one cache tells Micrometer. Each lookup that is answered counts in {@code freshet.cache.answers} once, by origin.
 * On its way it may count one miss by reason in each tier, {@code freshet.cache.misses}. Many misses for {@code lease}
 * mean a pipeline that stands still, many for {@code away} a server that does; both are worth an alert. A computed
 * answer counts what became of it in {@code freshet.cache.fills}, where all outcomes but {@code stored} are refusals.
 */
final class Meters {

    private final MeterRegistry registry;
    private final String cache;
    private final boolean misses;
    private final Map<Object, Counter> counters = new ConcurrentHashMap<>();

    Meters(MeterRegistry registry, String cache) {
        this(registry, cache, true);
    }

    private Meters(MeterRegistry registry, String cache, boolean misses) {
        this.registry = registry;
        this.cache = cache;
        this.misses = misses;
    }

    /** For looking once more on behalf of a lookup whose misses are counted. */
    Meters withoutMisses() {
        return new Meters(registry, cache, false);
    }

    private record Miss(String tier, Verdict reason) {}

    void answered(Origin origin) {
        counters.computeIfAbsent(
                        origin,
                        key -> registry.counter(
                                "freshet.cache.answers",
                                "cache",
                                cache,
                                "origin",
                                origin.name().toLowerCase(Locale.ROOT)))
                .increment();
    }

    void missed(String tier, Verdict reason) {
        if (!misses) {
            return;
        }
        counters.computeIfAbsent(
                        new Miss(tier, reason),
                        key -> registry.counter(
                                "freshet.cache.misses", "cache", cache, "tier", tier, "reason", reason.word()))
                .increment();
    }

    void filled(String tier, String outcome) {
        registry.counter("freshet.cache.fills", "cache", cache, "tier", tier, "outcome", outcome)
                .increment();
    }

    void loaded(@Nullable String operation, boolean succeeded, Duration time) {
        registry.timer(
                        "freshet.cache.load",
                        "cache",
                        cache,
                        "operation",
                        operation == null ? "" : operation,
                        "outcome",
                        succeeded ? "success" : "failure")
                .record(time);
    }

    /** @param scope {@code process} for those who joined a computation here, {@code cluster} for another process's */
    void waited(String scope, Duration time) {
        registry.timer("freshet.cache.wait", "cache", cache, "scope", scope).record(time);
    }

    /** Counts what a server did not do. */
    Runnable failures(String tier) {
        Counter counter = registry.counter("freshet.cache.failures", "cache", cache, "tier", tier);
        return counter::increment;
    }
}
