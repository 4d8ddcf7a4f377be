package dev.freshet.statistics.recount;

import dev.freshet.statistics.accesses.AccessFold;
import dev.freshet.statistics.accesses.CacheStats;
import dev.freshet.statistics.accesses.Counts;
import dev.freshet.statistics.accesses.Figure;
import dev.freshet.statistics.accesses.Increments;
import dev.freshet.statistics.accesses.Lookup;
import dev.freshet.statistics.accesses.OperationDay;
import dev.freshet.statistics.accesses.Refills;
import dev.freshet.statistics.accesses.StoredAccesses;
import dev.freshet.statistics.asking.Span;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The lookups of some days, counted again. Not thread-safe. */
final class AccessRecount implements TopicRecount<Lookup> {

    private static final List<Figure> LOADS = List.of(Figure.LOADS, Figure.LOAD_MILLIS);

    private final Span days;
    private final StoredAccesses stored;
    private final Refills refills = new Refills();
    private final SortedMap<OperationDay, Counts> counted = new TreeMap<>();
    private final SortedMap<OperationDay, Counts> ever = new TreeMap<>();

    AccessRecount(Span days, StoredAccesses stored) {
        this.days = days;
        this.stored = stored;
    }

    @Override
    public String consumer() {
        return AccessFold.NAME;
    }

    @Override
    public Lookup read(ConsumerRecord<byte[], byte[]> entry) {
        return AccessFold.lookup(entry);
    }

    @Override
    public void count(Lookup lookup) {
        boolean needless = refills.isNeedless(lookup);
        OperationDay day = OperationDay.of(lookup.access());
        ever.computeIfAbsent(day.ever(), any -> new Counts()).count(lookup, needless);
        if (days.includes(day.date())) {
            counted.computeIfAbsent(day, any -> new Counts()).count(lookup, needless);
        }
    }

    @Override
    public List<Difference> compare(Gone gone, boolean replace) {
        List<Difference> differences = new ArrayList<>();
        SortedMap<OperationDay, Counts> before = stored.read(days.from(), days.to());
        before.forEach((day, counts) -> gone.refuse(day.date(), counts.writtenFrom()));
        SortedMap<OperationDay, Counts> missing = operations(before, gone, differences);
        SortedSet<LocalDate> dates = new TreeSet<>();
        keys(before, counted).forEach(key -> dates.add(key.date()));
        SortedMap<LocalDate, CacheStats.Day> stats = cacheStats(dates, differences);
        SortedMap<OperationDay, Counts> loads = gone.isNothing() ? loads(differences) : new TreeMap<>();
        if (replace) {
            stored.correct(days.from(), days.to(), missing);
            stored.replaceCacheStats(stats);
            stored.correctLoads(loads);
        }
        return differences;
    }

    /** What has to be added to what is stored. */
    private SortedMap<OperationDay, Counts> operations(
            SortedMap<OperationDay, Counts> before, Gone gone, List<Difference> differences) {
        SortedMap<OperationDay, Counts> missing = new TreeMap<>();
        for (OperationDay key : keys(before, counted)) {
            List<Figure> figures = new ArrayList<>(List.of(Figure.values()));
            if (!gone.isSeen(key.date(), Refills.MEMORY_DAYS)) {
                figures.remove(Figure.NEEDLESS_INVALIDATIONS); // what was there before may be what is gone
            }
            compare(key.toString(), key, figures, before, counted, missing, differences);
        }
        return missing;
    }

    private SortedMap<OperationDay, Counts> loads(List<Difference> differences) {
        SortedMap<OperationDay, Counts> before = stored.loads();
        SortedMap<OperationDay, Counts> missing = new TreeMap<>();
        for (OperationDay key : keys(before, ever)) {
            String of = "all days " + (key.cache() + " " + key.operation()).strip();
            compare(of, key, LOADS, before, ever, missing, differences);
        }
        return missing;
    }

    private static void compare(
            String of,
            OperationDay key,
            List<Figure> figures,
            Map<OperationDay, Counts> before,
            Map<OperationDay, Counts> after,
            Map<OperationDay, Counts> missing,
            List<Difference> differences) {
        Counts old = before.getOrDefault(key, new Counts());
        Counts now = after.getOrDefault(key, new Counts());
        for (Figure figure : figures) {
            if (old.of(figure) != now.of(figure)) {
                differences.add(new Difference(of, figure.column(), old.of(figure), now.of(figure)));
                Counts correction = missing.computeIfAbsent(key, any -> new Counts());
                correction.add(figure, now.of(figure) - old.of(figure));
                correction.writtenFrom(now.writtenFrom());
            }
        }
    }

    /** What has to be stored instead; nothing where the lectures pack is off. */
    private SortedMap<LocalDate, CacheStats.Day> cacheStats(SortedSet<LocalDate> dates, List<Difference> differences) {
        SortedMap<LocalDate, CacheStats.Day> wrong = new TreeMap<>();
        SortedMap<LocalDate, Counts> after = new Increments(counted).byDay();
        stored.cacheStats(dates).forEach((date, old) -> {
            CacheStats.Day now = CacheStats.Day.of(after.getOrDefault(date, new Counts()));
            now.figures().forEach((figure, value) -> {
                long before = old.figures().getOrDefault(figure, 0L);
                if (before != value) {
                    differences.add(new Difference(date + " " + CacheStats.TABLE, figure, before, value));
                    wrong.put(date, now);
                }
            });
        });
        return wrong;
    }

    private static Collection<OperationDay> keys(Map<OperationDay, Counts> one, Map<OperationDay, Counts> other) {
        TreeSet<OperationDay> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys;
    }
}
