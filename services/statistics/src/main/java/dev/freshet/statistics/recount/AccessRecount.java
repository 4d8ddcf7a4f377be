package dev.freshet.statistics.recount;

import dev.freshet.statistics.accesses.AccessFold;
import dev.freshet.statistics.accesses.Counts;
import dev.freshet.statistics.accesses.Figure;
import dev.freshet.statistics.accesses.Lookup;
import dev.freshet.statistics.accesses.OperationDay;
import dev.freshet.statistics.accesses.Refills;
import dev.freshet.statistics.accesses.StoredAccesses;
import dev.freshet.statistics.asking.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The lookups of some days, counted again. Not thread-safe. */
final class AccessRecount implements TopicRecount {

    private final Span days;
    private final StoredAccesses stored;
    private final Refills refills = new Refills();
    private final Map<OperationDay, Counts> counted = new HashMap<>();

    AccessRecount(Span days, StoredAccesses stored) {
        this.days = days;
        this.stored = stored;
    }

    @Override
    public String consumer() {
        return AccessFold.NAME;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> entry) {
        Lookup lookup = AccessFold.lookup(entry);
        boolean needless = refills.isNeedless(lookup);
        OperationDay day = OperationDay.of(lookup.access());
        if (days.includes(day.date())) {
            counted.computeIfAbsent(day, any -> new Counts()).count(lookup.access(), needless);
        }
    }

    @Override
    public List<Difference> compare(boolean replace) {
        SortedMap<OperationDay, Counts> before = stored.read(days.from(), days.to());
        TreeSet<OperationDay> keys = new TreeSet<>(before.keySet());
        keys.addAll(counted.keySet());
        List<Difference> differences = new ArrayList<>();
        SortedMap<OperationDay, Counts> missing = new TreeMap<>();
        for (OperationDay key : keys) {
            Counts old = before.getOrDefault(key, new Counts());
            Counts now = counted.getOrDefault(key, new Counts());
            for (Figure figure : Figure.values()) {
                if (old.of(figure) != now.of(figure)) {
                    differences.add(new Difference(
                            key.date(), key.cache(), key.operation(), figure.column(), old.of(figure), now.of(figure)));
                    missing.computeIfAbsent(key, any -> new Counts()).add(figure, now.of(figure) - old.of(figure));
                }
            }
        }
        if (replace && !missing.isEmpty()) {
            stored.correct(days.from(), days.to(), missing);
        }
        return differences;
    }
}
