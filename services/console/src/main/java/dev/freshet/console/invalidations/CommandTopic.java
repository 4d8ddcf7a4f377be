package dev.freshet.console.invalidations;

import dev.freshet.console.publish.Publisher;
import dev.freshet.events.CloudEvent;
import dev.freshet.events.Command;
import dev.freshet.events.Topics;
import java.time.Clock;

/** Where commands go; the invalidation role reads them there. */
final class CommandTopic {

    private final Publisher publisher;
    private final Topics topics;
    private final Clock clock;

    CommandTopic(Publisher publisher, Topics topics, Clock clock) {
        this.publisher = publisher;
        this.topics = topics;
        this.clock = clock;
    }

    /** Returns once Kafka has the command. */
    void publish(Command command) {
        publisher.publish(
                topics.commands(),
                command.recordKey(),
                command,
                new CloudEvent(command.id(), "/freshet/console", "dev.freshet.command.v1", clock.instant()));
    }
}
