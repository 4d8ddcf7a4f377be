package dev.freshet.statistics.recount;

import dev.freshet.events.Invalidation;
import dev.freshet.statistics.asking.Span;
import dev.freshet.statistics.invalidations.CacheDay;
import dev.freshet.statistics.invalidations.InvalidationFold;
import dev.freshet.statistics.invalidations.RemovalTotals;
import dev.freshet.statistics.invalidations.Removals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The invalidations of some days, counted again, each once however often it was published. Not thread-safe. */
final class InvalidationRecount implements TopicRecount<Invalidation> {

    private final Span days;
    private final RemovalTotals stored;
    private final Set<String> seen = new HashSet<>();
    private final SortedMap<CacheDay, Removals> counted = new TreeMap<>();

    InvalidationRecount(Span days, RemovalTotals stored) {
        this.days = days;
        this.stored = stored;
    }

    @Override
    public String consumer() {
        return InvalidationFold.NAME;
    }

    @Override
    public Invalidation read(ConsumerRecord<byte[], byte[]> entry) {
        return InvalidationFold.outcome(entry);
    }

    @Override
    public void count(Invalidation outcome) {
        CacheDay day = CacheDay.of(outcome);
        if (seen.add(outcome.id()) && days.includes(day.date())) {
            counted.computeIfAbsent(day, any -> new Removals()).count(outcome);
        }
    }

    @Override
    public List<Difference> compare(Gone gone, boolean replace) {
        SortedMap<CacheDay, Removals> before = stored.read(days.from(), days.to());
        TreeSet<CacheDay> keys = new TreeSet<>(before.keySet());
        keys.addAll(counted.keySet());
        List<Difference> differences = new ArrayList<>();
        for (CacheDay key : keys) {
            Removals old = before.getOrDefault(key, new Removals());
            Removals now = counted.getOrDefault(key, new Removals());
            compare(key, "invalidations", old.invalidations(), now.invalidations(), differences);
            compare(key, "rows_deleted", old.rowsDeleted(), now.rowsDeleted(), differences);
            compare(key, "keys_removed", old.keysRemoved(), now.keysRemoved(), differences);
            compare(key, "latencies", old.latency().count(), now.latency().count(), differences);
            if (!old.latency().equals(now.latency())
                    && old.latency().count() == now.latency().count()) {
                differences.add(new Difference(key.toString(), "p50_micros", micros(old), micros(now)));
            }
        }
        if (replace && !differences.isEmpty()) {
            stored.replace(days.from(), days.to(), counted);
        }
        return differences;
    }

    private static long micros(Removals removals) {
        return Math.round(removals.latency().millis(50) * 1000);
    }

    private static void compare(CacheDay key, String figure, long old, long now, List<Difference> differences) {
        if (old != now) {
            differences.add(new Difference(key.toString(), figure, old, now));
        }
    }
}
