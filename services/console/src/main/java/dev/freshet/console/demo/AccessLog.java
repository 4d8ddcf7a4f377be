package dev.freshet.console.demo;

import dev.freshet.console.publish.Publisher;
import dev.freshet.events.Access;
import dev.freshet.events.CloudEvent;
import dev.freshet.events.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the statistics of each question asked. Off the path of the answer, which Kafka must not delay. */
final class AccessLog {

    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

    private final Publisher publisher;
    private final Topics topics;
    private final Clock clock;
    private final Supplier<UUID> ids;

    AccessLog(Publisher publisher, Topics topics, Clock clock, Supplier<UUID> ids) {
        this.publisher = publisher;
        this.topics = topics;
        this.clock = clock;
        this.ids = ids;
    }

    void add(Question question, Answered answered) {
        Instant now = clock.instant();
        Access access = new Access(
                "ai-responses",
                question.operation().name(),
                answered.outcome(),
                answered.outcome().isHit() ? SampleModel.tokens(answered.answer()) : 0,
                now);
        CloudEvent attributes = new CloudEvent(ids.get().toString(), "/freshet/console", "dev.freshet.access.v1", now);
        CompletableFuture<?> unused = publisher
                .send(topics.accesses(), answered.cacheKey(), access, attributes)
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        log.warn("The statistics may lack one question about {}", answered.cacheKey(), failure);
                    }
                });
    }
}
