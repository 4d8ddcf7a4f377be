package dev.freshet.cache.spring;

import dev.freshet.cache.guards.Rate;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a provider allows.
 *
 * @param requests in each period
 * @param period such as 1s, 1m or 1d
 * @param patience longest wait; who would wait longer is refused at once
 */
public record ProviderSettings(
        int requests, @DefaultValue("1m") Duration period, @DefaultValue("10s") Duration patience) {

    Rate rate() {
        return new Rate(requests, period, patience);
    }
}
