package dev.freshet.capture.gap;

import dev.freshet.events.CloudEvent;
import dev.freshet.events.Command;
import dev.freshet.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The commands that tell every cache of a gap. A repeat has the same ids. */
public final class Announcement {

    private final String topic;
    private final Collection<String> caches;
    private final String source;
    private final Clock clock;

    public Announcement(String topic, Collection<String> caches, String source, Clock clock) {
        this.topic = topic;
        this.caches = caches;
        this.source = source;
        this.clock = clock;
    }

    public List<ProducerRecord<byte[], byte[]>> of(Gap gap) {
        return caches.stream().map(cache -> record(gap, cache)).toList();
    }

    private ProducerRecord<byte[], byte[]> record(Gap gap, String cache) {
        String id = source + "-gap-" + gap.id() + "-" + cache;
        Command command = new Command(id, cache, null, null, true, "capture", gap.reason());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, command.recordKey().getBytes(StandardCharsets.UTF_8), EventJson.write(command));
        new CloudEvent(id, "/freshet/capture/" + source, "dev.freshet.command.v1", clock.instant())
                .headers()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
