package dev.freshet.statistics.invalidations;

import dev.freshet.events.Command;
import dev.freshet.events.EventJson;
import dev.freshet.events.Invalidation;
import dev.freshet.events.Topics;
import dev.freshet.statistics.folding.Fold;
import dev.freshet.statistics.folding.Sane;
import dev.freshet.statistics.folding.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Logs outcomes and adds those that are new to the daily figures. */
public final class InvalidationFold implements Fold<Invalidation> {

    /** See {@link #name}. */
    public static final String NAME = "statistics-invalidations";

    private final Topics topics;
    private final Tables tables;
    private final InvalidationLog log;
    private final RemovalTotals daily;

    InvalidationFold(Topics topics, Tables tables, InvalidationLog log, RemovalTotals daily) {
        this.topics = topics;
        this.tables = tables;
        this.log = log;
        this.daily = daily;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String topic() {
        return topics.invalidations();
    }

    @Override
    public void prepare() {
        tables.need(InvalidationLog.TABLE);
        tables.need(RemovalTotals.TABLE);
    }

    @Override
    public Invalidation read(ConsumerRecord<byte[], byte[]> entry) {
        return outcome(entry);
    }

    /** What a record says; throws on poison. */
    public static Invalidation outcome(ConsumerRecord<byte[], byte[]> entry) {
        Invalidation outcome = EventJson.read(Fold.value(entry), Invalidation.class);
        Sane.name("id", outcome.id());
        Sane.name("cache", outcome.cache());
        if (outcome.tag() == null || outcome.appliedAt() == null) {
            throw new IllegalArgumentException("an invalidation needs tag and appliedAt");
        }
        Sane.text("tag", outcome.tag());
        Sane.amount("rowsDeleted", outcome.rowsDeleted());
        Sane.amount("keysRemoved", outcome.keysRemoved());
        Sane.time("appliedAt", outcome.appliedAt());
        check(outcome.change());
        check(outcome.command());
        return outcome;
    }

    private static void check(Invalidation.@Nullable Change change) {
        if (change != null) {
            Sane.text("table", change.table());
            Sane.text("operation", change.operation());
            Sane.text("transactionId", change.transactionId());
            Sane.text("lsn", change.lsn());
            Sane.time("commitTime", change.commitTime());
        }
    }

    private static void check(@Nullable Command command) {
        if (command != null) {
            Sane.text("command id", command.id());
            Sane.text("who", command.who());
            Sane.text("why", command.why());
        }
    }

    @Override
    public int write(List<Invalidation> invalidations) {
        Map<String, Invalidation> byId = new LinkedHashMap<>();
        invalidations.forEach(one -> byId.putIfAbsent(one.id(), one));
        Set<String> added = log.add(byId.values());
        daily.add(Removals.byCacheAndDay(
                byId.values().stream().filter(one -> added.contains(one.id())).toList()));
        return added.size();
    }
}
