package dev.freshet.capture.changes;

import dev.freshet.capture.database.Origin;
import dev.freshet.capture.database.TransactionIds;
import dev.freshet.capture.publication.Partitions;
import dev.freshet.events.ChangeHeaders;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.SourceRule;
import dev.freshet.rules.TableName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Kafka's records of changes. Every change that a rule asks for gets one: what cannot be converted becomes a stub
 * with the same headers, so that its reader knows which caches to make stale. For use by one thread.
 */
public final class ChangeRecords {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeRecords.class);

    private final Topics topics;
    private final RuleSet rules;
    private final String digest;
    private final Origin origin;
    private final TransactionIds transactionIds;
    private final Partitions partitions;
    private final Set<TableName> blind;
    private final ChangeJson json = new ChangeJson();

    /**
     * By these rules, from this origin.
     *
     * @param partitions whose changes count as their sources'
     * @param blind tables whose changes go out as stubs, because a column that their rules read is not there
     */
    public ChangeRecords(
            Topics topics,
            RuleSet rules,
            Partitions partitions,
            Origin origin,
            TransactionIds transactionIds,
            Set<TableName> blind) {
        this.topics = topics;
        this.rules = rules;
        this.digest = rules.digest();
        this.origin = origin;
        this.transactionIds = transactionIds;
        this.partitions = partitions;
        this.blind = Set.copyOf(blind);
    }

    /** Empty for a change that no rule asks for. */
    public Optional<ProducerRecord<byte[], byte[]>> of(CapturedChange captured) {
        CapturedChange change = captured.of(partitions.sourceOf(captured.table()));
        // Also of changes that nobody asks for: the reference moves with every one
        String transactionId = transactionId(change);
        @Nullable SourceRule rule = rules.sources().get(change.table());
        if (rule == null || !rule.on().contains(change.operation())) {
            return Optional.empty();
        }
        RecordHeaders headers = headers(change, transactionId);
        String topic = topics.changes(change.table().schema(), change.table().table());
        if (blind.contains(change.table())) {
            return Optional.of(
                    Stubs.stub(topic, keyIfPossible(change), headers, "a value of a column cannot be converted"));
        }
        try {
            return Optional.of(record(topic, json.key(change), json.value(change), headers));
        } catch (RuntimeException e) {
            LOG.warn("A change of {} cannot be written as JSON; a stub goes in its place", change.table(), e);
            return Optional.of(
                    Stubs.stub(topic, keyIfPossible(change), headers, "cannot be written as JSON: " + e.getMessage()));
        }
    }

    private byte @Nullable [] keyIfPossible(CapturedChange change) {
        try {
            return json.key(change);
        } catch (RuntimeException e) {
            LOG.debug("The key of a change of {} cannot be written as JSON either", change.table(), e);
            return null;
        }
    }

    @SuppressWarnings("NullAway") // Kafka is not annotated: key and value may be null, and so may the partition
    static ProducerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {
        Integer partition = null;
        return new ProducerRecord<>(topic, partition, key, value, headers);
    }

    private @Nullable String transactionId(CapturedChange change) {
        Long narrow = change.transactionId();
        return narrow == null ? null : Long.toString(transactionIds.widen(narrow));
    }

    private RecordHeaders headers(CapturedChange change, @Nullable String transactionId) {
        RecordHeaders headers = new RecordHeaders();
        if (transactionId != null) {
            add(headers, ChangeHeaders.TRANSACTION_ID, transactionId);
        }
        add(headers, ChangeHeaders.SYSTEM_ID, origin.systemId());
        add(headers, ChangeHeaders.TIMELINE, Integer.toString(origin.timeline()));
        add(headers, ChangeHeaders.RULES, digest);
        add(
                headers,
                ChangeHeaders.TABLE,
                change.table().schema() + "." + change.table().table());
        return headers;
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
