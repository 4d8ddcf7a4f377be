package dev.freshet.capture.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How capture watches over itself.
 *
 * @param interval how often slot, publication and heartbeat are looked at
 * @param silence age of the last beat from which capture counts as down; an engine whose heartbeat has stopped for so
 *     long while nothing else arrives is restarted
 * @param detour how long changes of a table go out without their values after one of them could not be converted
 */
@ConfigurationProperties("freshet.capture.watch")
public record WatchSettings(
        @DefaultValue("5s") Duration interval,
        @DefaultValue("15s") Duration silence,
        @DefaultValue("30s") Duration detour) {

    public WatchSettings {
        if (interval.toMillis() < 1 || silence.toMillis() < 1 || detour.toMillis() < 1) {
            throw new IllegalArgumentException("freshet.capture.watch needs durations of at least 1ms: " + interval
                    + ", " + silence + ", " + detour);
        }
    }
}
