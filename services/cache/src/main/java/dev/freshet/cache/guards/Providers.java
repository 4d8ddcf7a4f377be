package dev.freshet.cache.guards;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rate limits of model providers, shared by all operations that name them. Thread-safe. */
public final class Providers {

    private final Map<String, RateLimiter> limiters;

    public Providers(Map<String, Rate> rates) {
        this.limiters = rates.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> RateLimiter.of(entry.getKey(), config(entry.getValue()))));
    }

    private static RateLimiterConfig config(Rate rate) {
        return RateLimiterConfig.custom()
                .limitForPeriod(rate.requests())
                .limitRefreshPeriod(rate.period())
                .timeoutDuration(rate.patience())
                .build();
    }

    /** Longest that {@link #admit} waits. */
    Duration longestWait(@Nullable String provider) {
        RateLimiter limiter = provider == null ? null : limiters.get(provider);
        return limiter == null ? Duration.ZERO : limiter.getRateLimiterConfig().getTimeoutDuration();
    }

    /**
     * Waits for the provider's permission.
     *
     * @throws LoadRefusedException at once, if it would take longer than the bound set
     */
    void admit(@Nullable String provider) throws InterruptedException {
        RateLimiter limiter = provider == null ? null : limiters.get(provider);
        if (limiter == null) {
            return;
        }
        long nanos = limiter.reservePermission();
        if (nanos < 0) {
            RateLimiterConfig config = limiter.getRateLimiterConfig();
            throw new LoadRefusedException("provider " + provider + " allows " + config.getLimitForPeriod() + " per "
                    + config.getLimitRefreshPeriod() + ", and the next would be due in more than "
                    + config.getTimeoutDuration());
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
    }
}
