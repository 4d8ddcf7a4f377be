package dev.freshet.statistics.recount;

import dev.freshet.events.Topics;
import dev.freshet.refusal.Refusal;
import dev.freshet.statistics.accesses.StoredAccesses;
import dev.freshet.statistics.asking.Span;
import dev.freshet.statistics.invalidations.RemovalTotals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts days again from the topics' beginning, up to exactly the records that are in the stored figures, while the
 * consumers go on. Blocks for as long as it takes to read the topics. Thread-safe.
 */
public final class Recount {

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final Topics topics;

    /** @param consumers that read bytes, are in no group and commit nothing; closed after use */
    public Recount(DataSource database, Supplier<KafkaConsumer<byte[], byte[]>> consumers, Topics topics) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.consumers = consumers;
        this.topics = topics;
    }

    /**
     * What came out.
     *
     * @param records that were read
     * @param differences none when all is well; lines for people
     */
    public record Result(long records, List<String> differences) {}

    /**
     * Counts again.
     *
     * @param replace whether what was counted is stored where it differs; consumers wait meanwhile
     * @throws Refusal if the topics no longer have all records of these days
     */
    public Result of(Span days, boolean replace) {
        Result accesses = of(new AccessRecount(days, new StoredAccesses(jdbc)), topics.accesses(), days, replace);
        Result invalidations =
                of(new InvalidationRecount(days, new RemovalTotals(jdbc)), topics.invalidations(), days, replace);
        List<String> differences = new ArrayList<>(accesses.differences());
        differences.addAll(invalidations.differences());
        return new Result(accesses.records() + invalidations.records(), differences);
    }

    private Result of(TopicRecount recount, String topic, Span days, boolean replace) {
        long[] records = new long[1];
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.get()) {
            TopicReader reader = new TopicReader(consumer, topic, entry -> {
                records[0]++;
                take(recount, entry);
            });
            reader.readTo(positions(recount.consumer(), topic, false)); // most of it, in nobody's way
            List<Difference> differences = transaction(replace).execute(status -> {
                reader.readTo(positions(recount.consumer(), topic, replace));
                LocalDate gone = latest(reader.incompleteUpTo(), formerTopic(recount.consumer(), topic));
                if (!days.from().isAfter(gone)) {
                    throw new Refusal(
                            "topic " + topic + " no longer has all records of " + days.from() + " to " + gone,
                            "count again from " + gone.plusDays(1) + " on: --from " + gone.plusDays(1));
                }
                return recount.compare(replace);
            });
            return new Result(
                    records[0],
                    differences == null
                            ? List.of()
                            : differences.stream().map(Difference::toString).toList());
        }
    }

    private static void take(TopicRecount recount, ConsumerRecord<byte[], byte[]> entry) {
        try {
            recount.take(entry);
        } catch (RuntimeException e) {
            // poison: it was parked, with this reason
        }
    }

    /** Locked, the positions keep the consumers waiting; else one snapshot holds positions and figures. */
    private TransactionTemplate transaction(boolean replace) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        if (!replace) {
            transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        }
        return transaction;
    }

    /** Those of the topic as it is now: the latest that anybody has begun. */
    private Map<Integer, Long> positions(String consumer, String topic, boolean lock) {
        Map<Integer, Long> positions = new HashMap<>();
        jdbc.query(
                "SELECT partition, next_offset FROM freshet.consumer_position WHERE consumer = ? AND topic = ?"
                        + " AND topic_id = (SELECT topic_id FROM freshet.consumer_position"
                        + " WHERE consumer = ? AND topic = ? ORDER BY updated_at DESC LIMIT 1) ORDER BY topic_id, partition"
                        + (lock ? " FOR UPDATE" : ""),
                row -> {
                    positions.put(row.getInt(1), row.getLong(2));
                },
                consumer,
                topic,
                consumer,
                topic);
        return positions;
    }

    /** The last day that was counted from a topic of the same name that is gone. */
    private LocalDate formerTopic(String consumer, String topic) {
        return jdbc
                .queryForList(
                        "SELECT max(updated_at AT TIME ZONE 'UTC')::date FROM freshet.consumer_position"
                                + " WHERE consumer = ? AND topic = ? GROUP BY topic_id ORDER BY 1 DESC OFFSET 1 LIMIT 1",
                        LocalDate.class,
                        consumer,
                        topic)
                .stream()
                .findFirst()
                .orElse(LocalDate.MIN);
    }

    private static LocalDate latest(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
