package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import dev.freshet.events.EventJson;
import dev.freshet.events.Topics;
import dev.freshet.statistics.folding.Fold;
import dev.freshet.statistics.folding.Sane;
import dev.freshet.statistics.folding.Tables;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Adds lookups to the daily figures. */
final class AccessFold implements Fold<Access> {

    private final Topics topics;
    private final Tables tables;
    private final OperationTotals operations;
    private final CacheStats cacheStats;
    private volatile boolean withCacheStats;

    AccessFold(Topics topics, Tables tables, OperationTotals operations, CacheStats cacheStats) {
        this.topics = topics;
        this.tables = tables;
        this.operations = operations;
        this.cacheStats = cacheStats;
    }

    @Override
    public String name() {
        return "statistics-accesses";
    }

    @Override
    public String topic() {
        return topics.accesses();
    }

    @Override
    public void prepare() {
        tables.need(OperationTotals.TABLE);
        withCacheStats = tables.exists(CacheStats.TABLE); // it belongs to a pack, which may be off
        if (withCacheStats) {
            tables.need(CacheStats.TABLE);
        }
    }

    @Override
    public Access read(ConsumerRecord<byte[], byte[]> entry) {
        Access access = EventJson.read(Fold.value(entry), Access.class);
        Sane.name("cache", access.cache());
        if (access.operation() != null && !access.operation().isEmpty()) {
            Sane.name("operation", access.operation());
        }
        Sane.amount("tokensSaved", access.tokensSaved());
        Sane.time("time", access.time());
        return access;
    }

    @Override
    public int write(List<Access> accesses) {
        Increments increments = Increments.of(accesses);
        operations.add(increments.byOperation());
        if (withCacheStats) {
            cacheStats.add(increments.byDay());
        }
        return accesses.size();
    }
}
