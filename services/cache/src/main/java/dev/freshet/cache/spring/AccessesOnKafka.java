package dev.freshet.cache.spring;

import dev.freshet.cache.accesses.AccessProducer;
import dev.freshet.cache.accesses.Accesses;
import dev.freshet.cache.accesses.KafkaAccesses;
import dev.freshet.events.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Apart, so that applications without Kafka's client do without it. */
final class AccessesOnKafka {

    private static final int CAPACITY = 10_000;

    private AccessesOnKafka() {}

    static Accesses of(Map<String, String> kafka, String topicPrefix, MeterRegistry registry) {
        Map<String, Object> connection = new HashMap<>(kafka);
        Counter dropped = registry.counter("freshet.cache.accesses.dropped");
        return new KafkaAccesses(
                () -> AccessProducer.connect(connection),
                new Topics(topicPrefix).accesses(),
                "/freshet/cache",
                CAPACITY,
                dropped::increment);
    }
}
