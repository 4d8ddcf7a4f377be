package dev.freshet.invalidation.dryrun;

import dev.freshet.events.Topics;
import dev.freshet.invalidation.changes.Effect;
import dev.freshet.invalidation.changes.RecordReader;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.TableName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Replays recorded changes through rules, and touches nothing: not Kafka, not PostgreSQL, not Redis. */
public final class DryRun {

    private final RuleSet rules;
    private final Topics topics;
    private final Map<String, Object> kafka;
    private final Entries entries;

    /**
     * Of these rules.
     *
     * @param kafka properties of a consumer
     * @param entries that there are now
     */
    public DryRun(RuleSet rules, Topics topics, Map<String, Object> kafka, Entries entries) {
        this.rules = rules;
        this.topics = topics;
        this.kafka = Map.copyOf(kafka);
        this.entries = entries;
    }

    /** Is told how far a replay has come. */
    public interface Progress {

        /**
         * Begins.
         *
         * @param total how many changes there are; some may turn out not to be there any more
         */
        LongConsumer begin(long total);
    }

    /**
     * Replays. Blocks.
     *
     * @param until now
     * @param listed how many tags and keys to list of each cache
     */
    public Forecast replay(Instant since, Instant until, int listed, Progress progress) {
        RecordReader reader = new RecordReader(rules, topics);
        StaleThings stale = new StaleThings(rules);
        Map<String, Tally> tallies = new HashMap<>();
        try (RecordedChanges changes =
                new RecordedChanges(kafka, tablesByTopic().keySet(), since)) {
            changes.topics().forEach(topic -> tallies.put(topic, new Tally()));
            changes.read(
                    record -> {
                        List<Effect> effects = reader.read(record, "");
                        effects.forEach(stale::add);
                        effects.forEach(tallies.computeIfAbsent(record.topic(), topic -> new Tally())::add);
                    },
                    progress.begin(changes.size()));
        }
        Losses losses = entries.lost(rules, stale);
        return new Forecast(since, until, sources(tallies), losses.caches(listed), losses.notes());
    }

    private Map<String, TableName> tablesByTopic() {
        return rules.sources().keySet().stream()
                .collect(Collectors.toMap(table -> topics.changes(table.schema(), table.table()), table -> table));
    }

    private List<Forecast.Source> sources(Map<String, Tally> tallies) {
        return rules.sources().keySet().stream()
                .map(table -> Tally.of(table, tallies.get(topics.changes(table.schema(), table.table()))))
                .toList();
    }
}
