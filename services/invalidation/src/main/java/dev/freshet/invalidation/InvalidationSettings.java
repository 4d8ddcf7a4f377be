package dev.freshet.invalidation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The invalidation role.
 *
 * @param group Kafka consumer group that the instances share
 * @param threads consumers in this process
 * @param batch records applied together at most
 * @param session how long an instance may be silent before others take its partitions; a broker's least is 6 s as a rule
 * @param bound for how long after a watermark's time entries may be served from Redis: the bound on staleness
 * @param fenceLife how long a fence stays that only an invalidation has set
 * @param redisTimeout how long Redis may take to answer
 * @param kafkaTimeout how long Kafka may take to acknowledge an outcome
 */
@ConfigurationProperties("freshet.invalidation")
record InvalidationSettings(
        @DefaultValue("freshet-invalidation") String group,
        @DefaultValue("1") int threads,
        @DefaultValue("1000") int batch,
        @DefaultValue("6s") Duration session,
        @DefaultValue("5s") Duration bound,
        @DefaultValue("10m") Duration fenceLife,
        @DefaultValue("5s") Duration redisTimeout,
        @DefaultValue("30s") Duration kafkaTimeout) {

    InvalidationSettings {
        if (group.isBlank()) {
            throw new IllegalArgumentException("freshet.invalidation.group must not be empty");
        }
        if (threads < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "freshet.invalidation.threads and freshet.invalidation.batch must be 1 or" + " more: " + threads
                            + ", " + batch);
        }
        atLeastAMilli("session", session);
        atLeastAMilli("bound", bound);
        atLeastAMilli("fence-life", fenceLife);
        atLeastAMilli("redis-timeout", redisTimeout);
        atLeastAMilli("kafka-timeout", kafkaTimeout);
    }

    private static void atLeastAMilli(String name, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException("freshet.invalidation." + name + " must be 1 ms or more: " + duration);
        }
    }
}
