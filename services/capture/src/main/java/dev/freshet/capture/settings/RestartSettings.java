package dev.freshet.capture.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an engine that ended is started again.
 *
 * @param pause wait before the first attempt; doubled with each that fails
 * @param longest longest wait between attempts
 * @param standby how often an instance that stands by looks whether the slot is free
 */
@ConfigurationProperties("freshet.capture.restart")
public record RestartSettings(
        @DefaultValue("500ms") Duration pause,
        @DefaultValue("30s") Duration longest,
        @DefaultValue("1s") Duration standby) {

    public RestartSettings {
        if (pause.toMillis() < 1 || longest.compareTo(pause) < 0 || standby.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "freshet.capture.restart needs pause >= 1ms, longest >= pause and standby >= 1ms: " + pause + ", "
                            + longest + ", " + standby);
        }
    }
}
