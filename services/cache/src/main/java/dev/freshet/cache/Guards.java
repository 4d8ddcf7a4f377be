package dev.freshet.cache;

import dev.freshet.cache.guards.Guarded;
import dev.freshet.cache.guards.Providers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The guards of one cache's operations, made when first needed. Thread-safe. */
final class Guards {

    private final CacheDefinition cache;
    private final Providers providers;
    private final ExecutorService threads;
    private final Map<String, Guarded> guards = new ConcurrentHashMap<>();

    Guards(CacheDefinition cache, Providers providers, ExecutorService threads) {
        this.cache = cache;
        this.providers = providers;
        this.threads = threads;
    }

    /** Operations without a policy of their own share one guard: names that callers make up do not add up. */
    Guarded of(@Nullable String operation) {
        String name = operation != null && cache.policies().containsKey(operation) ? operation : "";
        return guards.computeIfAbsent(
                name,
                key -> new Guarded(
                        cache.name() + (key.isEmpty() ? "" : " " + key),
                        cache.policy(operation).guard(),
                        providers,
                        threads));
    }
}
