package dev.freshet.statistics.recount;

import dev.freshet.events.Topics;
import dev.freshet.refusal.Refusal;
import dev.freshet.statistics.accesses.StoredAccesses;
import dev.freshet.statistics.asking.Span;
import dev.freshet.statistics.folding.BoundedTransactions;
import dev.freshet.statistics.invalidations.RemovalTotals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts days again from the topics' beginning, up to exactly the records that are in the stored figures, while the
 * consumers go on. Blocks for as long as it takes to read the topics. Thread-safe.
 */
public final class Recount {

    /** A program that is put to sleep while it keeps the consumers waiting loses its lock. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final String LATEST =
            "SELECT topic_id FROM freshet.consumer_position WHERE consumer = ? AND topic = ?"
                    + " ORDER BY updated_at DESC LIMIT 1";

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final Topics topics;
    private final Supplier<LocalDate> firstKept;

    /**
     * @param consumers that read bytes, are in no group and commit nothing; closed after use
     * @param firstKept the first day that the retention of the daily figures leaves
     */
    public Recount(
            DataSource database,
            Supplier<KafkaConsumer<byte[], byte[]>> consumers,
            Topics topics,
            Supplier<LocalDate> firstKept) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.consumers = consumers;
        this.topics = topics;
        this.firstKept = firstKept;
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
     * @throws Refusal if the topics no longer have all records of these days, or the figures are no longer kept
     */
    public Result of(Span days, boolean replace) {
        LocalDate first = firstKept.get();
        if (days.from().isBefore(first)) {
            throw new Refusal(
                    "the figures of days before " + first + " are removed: freshet.statistics.retention.daily",
                    "count again from " + first + " on: --from " + first);
        }
        Result accesses = of(new AccessRecount(days, new StoredAccesses(jdbc)), topics.accesses(), days, replace);
        Result invalidations =
                of(new InvalidationRecount(days, new RemovalTotals(jdbc)), topics.invalidations(), days, replace);
        List<String> differences = new ArrayList<>(accesses.differences());
        differences.addAll(invalidations.differences());
        return new Result(accesses.records() + invalidations.records(), differences);
    }

    private <E> Result of(TopicRecount<E> recount, String topic, Span days, boolean replace) {
        long[] records = new long[1];
        Set<Offset> refused = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumers.get()) {
            TopicReader reader = new TopicReader(consumer, topic, entry -> {
                records[0]++;
                if (!refused.contains(new Offset(entry.partition(), entry.offset()))) {
                    take(recount, entry);
                }
            });
            Map<Integer, Position> soFar = positions(recount.consumer(), topic, false);
            refused.addAll(refused(recount.consumer(), topic));
            reader.readTo(soFar); // most of it, in nobody's way
            List<Difference> differences = transactions(replace).execute(status -> {
                Map<Integer, Position> positions = positions(recount.consumer(), topic, replace);
                refused.addAll(refused(recount.consumer(), topic));
                reader.readTo(positions);
                Gone gone = new Gone(topic, latest(reader.gone(), formerTopic(recount.consumer(), topic)));
                gone.refuse(days);
                List<Difference> found = recount.compare(gone, replace);
                if (replace
                        && !positions(recount.consumer(), topic, false).keySet().equals(positions.keySet())) {
                    throw new Refusal(
                            "a consumer has begun with another partition of " + topic
                                    + " meanwhile; nothing was replaced",
                            "count again");
                }
                return found;
            });
            return new Result(
                    records[0],
                    differences == null
                            ? List.of()
                            : differences.stream().map(Difference::toString).toList());
        }
    }

    private static <E> void take(TopicRecount<E> recount, ConsumerRecord<byte[], byte[]> entry) {
        E event;
        try {
            event = recount.read(entry);
        } catch (RuntimeException e) {
            return; // poison, as it was for the counting: parked, with this reason
        }
        recount.count(event);
    }

    /** Locked, the positions keep the consumers waiting; else one snapshot holds positions and figures. */
    private TransactionOperations transactions(boolean replace) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        if (!replace) {
            transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        }
        return new BoundedTransactions(transaction, jdbc, SILENCE);
    }

    /** Those of the topic as it is now: the latest that anybody has begun. */
    private Map<Integer, Position> positions(String consumer, String topic, boolean lock) {
        Map<Integer, Position> positions = new HashMap<>();
        jdbc.query(
                "SELECT partition, next_offset, updated_at FROM freshet.consumer_position"
                        + " WHERE consumer = ? AND topic = ? AND topic_id = (" + LATEST
                        + ") ORDER BY topic_id, partition"
                        + (lock ? " FOR UPDATE" : ""),
                row -> {
                    positions.put(
                            row.getInt(1),
                            new Position(
                                    row.getLong(2),
                                    row.getObject(3, OffsetDateTime.class).toInstant()));
                },
                consumer,
                topic,
                consumer,
                topic);
        return positions;
    }

    private record Offset(int partition, long offset) {}

    /** What could be read and was not counted. */
    private List<Offset> refused(String consumer, String topic) {
        return jdbc.query(
                "SELECT partition, record_offset FROM freshet.refused_record WHERE consumer = ? AND topic_id = ("
                        + LATEST + ")",
                (row, number) -> new Offset(row.getInt(1), row.getLong(2)),
                consumer,
                consumer,
                topic);
    }

    /** Nothing of a topic of the same name that is gone was counted later; null when there was none. */
    private @Nullable Instant formerTopic(String consumer, String topic) {
        return jdbc
                .queryForList(
                        "SELECT max(updated_at) FROM freshet.consumer_position WHERE consumer = ? AND topic = ?"
                                + " GROUP BY topic_id ORDER BY 1 DESC OFFSET 1 LIMIT 1",
                        OffsetDateTime.class,
                        consumer,
                        topic)
                .stream()
                .findFirst()
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
