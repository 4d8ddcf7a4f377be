package dev.freshet.statistics.folding;

import dev.freshet.statistics.folding.Cursors.Cursor;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes of a batch one transaction: position, poison, figures. The position comes first, so that who has lost the
 * partition parks nothing, and the rows that others write too are locked last. Not thread-safe: one for each consumer.
 */
final class BatchFolding<E> {

    private static final Logger log = LoggerFactory.getLogger(BatchFolding.class);

    private final Fold<E> fold;
    private final Cursors cursors;
    private final Positions positions;
    private final DeadLetters deadLetters;
    private final TransactionOperations transactions;
    private final Tally tally;

    BatchFolding(
            Fold<E> fold,
            Cursors cursors,
            Positions positions,
            DeadLetters deadLetters,
            TransactionOperations transactions,
            Tally tally) {
        this.fold = fold;
        this.cursors = cursors;
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.transactions = transactions;
        this.tally = tally;
    }

    /**
     * Counts the records, in parts if the database refuses the values of one of them, which is then parked.
     *
     * @param batch in the order of each partition, beginning where the cursors stand
     */
    void fold(List<ConsumerRecord<byte[], byte[]>> batch) {
        try {
            commit(batch, Reading.of(batch, fold));
        } catch (DataAccessException e) {
            String refused = refusedValue(e);
            if (refused == null) {
                throw e;
            }
            if (batch.size() == 1) {
                refuse(batch, new Poison(batch.get(0), refused));
            } else {
                fold(batch.subList(0, batch.size() / 2));
                fold(batch.subList(batch.size() / 2, batch.size()));
            }
        }
    }

    private void commit(List<ConsumerRecord<byte[], byte[]>> batch, Reading<E> reading) {
        commit(batch, reading, steps -> {});
    }

    /** Noted where a recount looks: it could read the record and would count it. */
    private void refuse(List<ConsumerRecord<byte[], byte[]>> record, Poison poison) {
        commit(record, new Reading<>(List.of(), List.of(poison)), steps -> steps.keySet()
                .forEach(id -> positions.refused(id, poison.entry().offset(), poison.reason())));
    }

    private void commit(
            List<ConsumerRecord<byte[], byte[]>> batch, Reading<E> reading, Consumer<Map<PartitionId, Step>> more) {
        Map<PartitionId, Step> steps = steps(batch);
        Integer counted = transactions.execute(status -> {
            int written = write(steps, reading);
            more.accept(steps);
            return written;
        });
        steps.values().forEach(step -> cursors.moved(step.partition(), step.after()));
        int written = counted == null ? 0 : counted;
        tally.committed(
                written, reading.events().size() - written, reading.poison().size());
        if (!reading.poison().isEmpty()) {
            Poison first = reading.poison().get(0);
            log.warn(
                    "{} parked {} records, the first is {}: {}",
                    fold.name(),
                    reading.poison().size(),
                    DeadLetters.origin(first.entry()),
                    first.reason());
        }
    }

    private int write(Map<PartitionId, Step> steps, Reading<E> reading) {
        steps.forEach((id, step) -> positions.advance(id, step.from().next(), step.to()));
        deadLetters.park(fold.name(), reading.poison());
        return reading.events().isEmpty() ? 0 : fold.write(reading.events());
    }

    /** How far the batch leads in each partition; sorted, so that two consumers lock positions in one order. */
    private Map<PartitionId, Step> steps(List<ConsumerRecord<byte[], byte[]>> batch) {
        Map<PartitionId, Step> steps = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> entry : batch) {
            TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
            Cursor cursor = cursors.get(partition);
            if (cursor == null) {
                throw new Cursors.NotPlaced(partition);
            }
            steps.put(cursor.partition(), new Step(partition, cursor, entry.offset() + 1));
        }
        return steps;
    }

    private record Step(TopicPartition partition, Cursor from, long to) {
        Cursor after() {
            return new Cursor(from.partition(), to);
        }
    }

    /**
     * What the database said when it refused a value: SQLSTATE class 22 (out of range, a character it cannot store) or 54
     * (too long for an index). Null for everything else, which passes or is for people to mend, and is tried again.
     */
    private static @Nullable String refusedValue(DataAccessException e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (cause instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("54"))) {
            return "the database refused it: " + sql.getMessage();
        }
        return null;
    }
}
