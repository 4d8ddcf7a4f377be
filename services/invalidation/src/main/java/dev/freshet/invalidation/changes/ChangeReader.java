package dev.freshet.invalidation.changes;

import dev.freshet.events.ChangeHeaders;
import dev.freshet.events.Invalidation;
import dev.freshet.rules.Decision;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.Stale;
import dev.freshet.rules.TableName;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads captured changes of one table. Whatever cannot be read makes stale all that the table feeds. Thread-safe. */
final class ChangeReader {

    private final TableName table;
    private final Set<String> fed;
    private final Decision decision;

    ChangeReader(TableName table, RuleSet rules) {
        this.table = table;
        this.fed = rules.cachesFedBy(table);
        this.decision = new Decision(rules);
    }

    Effect read(ConsumerRecord<byte[], byte[]> record, Origin origin) {
        Provenance provenance = Provenance.of(record.headers());
        try {
            refuseStub(record);
            Envelope envelope = Envelope.read(record.value());
            Set<Stale> stale = decision.stale(envelope.change(table, record.key()));
            return new Effect(new Cause(origin, told(envelope, provenance), null), stale, fed, provenance, null);
        } catch (RuntimeException e) { // bad bytes, or a rule that fails on them: neither gets better by another try
            Poison poison = new Poison(record, String.valueOf(e.getMessage()));
            return new Effect(
                    new Cause(origin, unknown(provenance), null), Effect.caches(fed), fed, provenance, poison);
        }
    }

    private static void refuseStub(ConsumerRecord<byte[], byte[]> record) {
        @Nullable String reason = Header.textOrNull(record.headers(), ChangeHeaders.UNDECODABLE);
        if (reason != null) {
            throw new IllegalArgumentException(reason);
        }
    }

    private Invalidation.Change told(Envelope envelope, Provenance provenance) {
        return new Invalidation.Change(
                table.toString(),
                envelope.operation().word(),
                transactionId(provenance),
                envelope.lsn(),
                envelope.commitTime());
    }

    private Invalidation.Change unknown(Provenance provenance) {
        return new Invalidation.Change(table.toString(), "unknown", transactionId(provenance), null, null);
    }

    private static @Nullable String transactionId(Provenance provenance) {
        return provenance.transactionId().isEmpty() ? null : provenance.transactionId();
    }
}
