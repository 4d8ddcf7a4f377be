package dev.freshet.statistics.accesses;

import dev.freshet.events.Access;
import dev.freshet.events.EventJson;
import dev.freshet.events.Topics;
import dev.freshet.statistics.folding.Fold;
import dev.freshet.statistics.folding.Sane;
import dev.freshet.statistics.folding.Tables;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Adds lookups to the figures. */
public final class AccessFold implements Fold<Lookup> {

    /** See {@link #name}. */
    public static final String NAME = "statistics-accesses";

    private final Topics topics;
    private final Tables tables;
    private final OperationTotals operations;
    private final CacheStats cacheStats;
    private final Entries entries;
    private final UsageCounters usage;
    private final ApplicationTables applicationTables;
    private volatile boolean withCacheStats;

    AccessFold(
            Topics topics,
            Tables tables,
            OperationTotals operations,
            CacheStats cacheStats,
            Entries entries,
            UsageCounters usage,
            ApplicationTables applicationTables) {
        this.topics = topics;
        this.tables = tables;
        this.operations = operations;
        this.cacheStats = cacheStats;
        this.entries = entries;
        this.usage = usage;
        this.applicationTables = applicationTables;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String topic() {
        return topics.accesses();
    }

    @Override
    public void prepare() {
        tables.need(OperationTotals.TABLE);
        tables.need(OperationTotals.OPERATIONS);
        tables.need(Entries.TABLE);
        withCacheStats = tables.exists(CacheStats.TABLE); // it belongs to a pack, which may be off
        if (withCacheStats) {
            tables.need(CacheStats.TABLE);
        }
        usage.prepare();
    }

    @Override
    public Lookup read(ConsumerRecord<byte[], byte[]> entry) {
        return lookup(entry);
    }

    /** What a record says; throws on poison. */
    public static Lookup lookup(ConsumerRecord<byte[], byte[]> entry) {
        Access access = EventJson.read(Fold.value(entry), Access.class);
        Sane.name("cache", access.cache());
        if (access.operation() != null && !access.operation().isEmpty()) {
            Sane.name("operation", access.operation());
        }
        Sane.amount("tokensSaved", access.tokensSaved());
        Sane.time("time", access.time());
        if (access.load() != null) {
            Sane.text("contentHash", access.load().contentHash());
        }
        return Lookup.of(entry, access);
    }

    @Override
    public int write(List<Lookup> lookups) {
        Increments increments = Increments.of(lookups, entries.refills(lookups));
        SortedMap<EntryName, EntryUse> uses = EntryUse.of(lookups);
        entries.add(uses);
        operations.add(increments.byOperation());
        operations.learn(increments.byOperation());
        if (withCacheStats) {
            applicationTables.write(CacheStats.TABLE, lookups.size(), () -> cacheStats.add(increments.byDay()));
        }
        usage.add(uses, applicationTables);
        return lookups.size();
    }
}
