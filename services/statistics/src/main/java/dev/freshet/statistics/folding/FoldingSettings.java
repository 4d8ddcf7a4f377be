package dev.freshet.statistics.folding;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the topics are read.
 *
 * @param threads consumers per topic in this process; more than the topic has partitions are idle
 * @param batch most records folded into one transaction
 * @param pause wait after a first failure (database or Kafka away, a deadlock); doubles with every further one
 * @param longestPause the pause doubles no further than this
 * @param silence the database ends a transaction of which it hears nothing for so long: a process that sleeps in one would
 *     keep all others waiting
 */
@ConfigurationProperties("freshet.statistics.folding")
record FoldingSettings(
        @DefaultValue("1") int threads,
        @DefaultValue("20000") int batch,
        @DefaultValue("200ms") Duration pause,
        @DefaultValue("10s") Duration longestPause,
        @DefaultValue("40s") Duration silence) {

    FoldingSettings {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("freshet.statistics.folding.threads must be 1 to 64: " + threads);
        }
        if (batch < 1 || batch > 100_000) {
            throw new IllegalArgumentException("freshet.statistics.folding.batch must be 1 to 100000: " + batch);
        }
        if (pause.toMillis() < 1 || longestPause.compareTo(pause) < 0) {
            throw new IllegalArgumentException(
                    "need 1ms <= freshet.statistics.folding.pause <= longest-pause: " + pause + ", " + longestPause);
        }
        if (silence.compareTo(Duration.ofSeconds(1)) < 0 || silence.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("freshet.statistics.folding.silence must be 1s to 1d: " + silence);
        }
    }
}
