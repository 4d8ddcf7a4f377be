package dev.freshet.rules;

import dev.freshet.events.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The topics that sources are captured into, as far as Kafka takes them. */
public final class SourceTopics {

    /** In characters; Kafka's limit. */
    private static final int LONGEST = 249;

    private final Topics topics;

    public SourceTopics(Topics topics) {
        this.topics = topics;
    }

    /**
     * The same rules, when every source can have a topic of its own.
     *
     * @throws InvalidRulesException with every source that cannot
     */
    public RuleSet require(RuleSet rules) {
        List<Problem> problems = new ArrayList<>();
        Map<String, TableName> byMetric = new HashMap<>();
        for (TableName table : rules.sources().keySet()) {
            String topic = topics.changes(table.schema(), table.table());
            if (topic.length() > LONGEST) {
                problems.add(tooLong(rules, table, topic));
            }
            // Kafka names metrics by topics, writes '.' there as '_', and refuses a topic that would share one
            @Nullable TableName other = byMetric.putIfAbsent(topic.replace('.', '_'), table);
            if (other != null) {
                problems.add(shared(rules, table, topic, other));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidRulesException(problems);
        }
        return rules;
    }

    private static Problem tooLong(RuleSet rules, TableName table, String topic) {
        return problem(
                rules,
                table,
                "its topic would have a name of " + topic.length() + " characters, and Kafka takes " + LONGEST
                        + " at most: " + topic,
                "Rename the table or its schema (each character but a-z, A-Z, 0-9 and '_' takes several in a topic),"
                        + " or shorten freshet.topics.prefix.");
    }

    private Problem shared(RuleSet rules, TableName table, String topic, TableName other) {
        return problem(
                rules,
                table,
                "its topic " + topic + " and " + topics.changes(other.schema(), other.table()) + ", that of the source "
                        + other + " at " + place(rules, other) + ", differ in '.' and '_' only, and Kafka takes one of"
                        + " the two",
                "Rename one of the tables or one of their schemas.");
    }

    private static Problem problem(RuleSet rules, TableName table, String cause, String remedy) {
        return new Problem(place(rules, table), table.toString(), cause, remedy);
    }

    private static Place place(RuleSet rules, TableName table) {
        return rules.places().of("sources", table.toString());
    }
}
