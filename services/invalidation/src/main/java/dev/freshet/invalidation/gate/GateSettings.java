package dev.freshet.invalidation.gate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Waiting until the transactions of a batch are visible.
 *
 * @param first pause before asking again for the first time; it doubles
 * @param longest pause between two questions at most
 * @param patience how long one attempt waits; then the batch is tried again from its beginning
 */
@ConfigurationProperties("freshet.invalidation.gate")
public record GateSettings(
        @DefaultValue("1ms") Duration first,
        @DefaultValue("50ms") Duration longest,
        @DefaultValue("5s") Duration patience) {

    public GateSettings {
        if (first.toNanos() < 1 || longest.compareTo(first) < 0 || patience.compareTo(longest) < 0) {
            throw new IllegalArgumentException("need 0 < first <= longest <= patience: " + first + ", " + longest + ", "
                    + patience + " (freshet.invalidation.gate.*)");
        }
    }
}
