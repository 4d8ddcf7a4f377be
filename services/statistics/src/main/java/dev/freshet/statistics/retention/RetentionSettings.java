package dev.freshet.statistics.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long figures are kept.
 *
 * @param daily the figures of a day
 * @param detail single entries since they were asked for last, and single invalidations
 * @param interval time between two looks for what is older
 */
@ConfigurationProperties("freshet.statistics.retention")
public record RetentionSettings(
        @DefaultValue("90d") Duration daily,
        @DefaultValue("30d") Duration detail,
        @DefaultValue("1h") Duration interval) {

    /** Whether an invalidation was needless is known by what was computed within a week. */
    private static final Duration LEAST = Duration.ofDays(8);

    /** The first UTC day that is kept. */
    public LocalDate firstDay(Clock clock) {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC)).minusDays(daily.toDays());
    }

    public RetentionSettings {
        if (daily.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("freshet.statistics.retention.daily must be a day or more: " + daily);
        }
        if (detail.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("freshet.statistics.retention.detail must be 8 days or more: " + detail);
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("freshet.statistics.retention.interval must be 1s or more: " + interval);
        }
    }
}
