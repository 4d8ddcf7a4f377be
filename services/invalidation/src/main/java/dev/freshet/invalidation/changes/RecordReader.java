package dev.freshet.invalidation.changes;

import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the records of all topics that make something stale: those of every source table, and the commands. Thread-safe. */
public final class RecordReader {

    private final RuleSet rules;
    private final String commandTopic;
    private final CommandReader commands;
    private final Map<String, TableName> tables;
    private final Map<String, ChangeReader> changes;

    public RecordReader(RuleSet rules, Topics topics) {
        this.rules = rules;
        this.commandTopic = topics.commands();
        this.commands = new CommandReader(rules);
        this.tables = rules.sources().keySet().stream()
                .collect(Collectors.toMap(table -> topics.changes(table.schema(), table.table()), Function.identity()));
        this.changes = tables.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new ChangeReader(entry.getValue(), rules)));
    }

    /** Every topic to read. */
    public Set<String> topics() {
        return Stream.concat(tables.keySet().stream(), Stream.of(commandTopic)).collect(Collectors.toSet());
    }

    /** The caches that a record of the topic could touch. */
    public Set<String> fedBy(String topic) {
        TableName table = tables.get(topic);
        return table == null ? rules.caches().keySet() : rules.cachesFedBy(table);
    }

    /**
     * What a record makes stale; more than one effect when it could have meant anything.
     *
     * @param topicId id of the record's topic
     */
    public List<Effect> read(ConsumerRecord<byte[], byte[]> record, String topicId) {
        Origin origin = new Origin(record.topic(), topicId, record.partition(), record.offset());
        ChangeReader reader = changes.get(record.topic());
        return reader == null ? commands.read(record, origin) : List.of(reader.read(record, origin));
    }
}
