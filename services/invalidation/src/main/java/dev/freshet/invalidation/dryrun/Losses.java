package dev.freshet.invalidation.dryrun;

import dev.freshet.rules.Stale;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries that would be removed, each booked on the first stale thing that it depends on. Not thread-safe. */
final class Losses {

    private final StaleThings stale;
    private final Map<Stale, Long> rows = new HashMap<>();
    private final Map<Stale, Long> keys = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private boolean rowsKnown = true;
    private boolean keysKnown = true;

    Losses(StaleThings stale) {
        this.stale = stale;
    }

    void row(String cache, Collection<Stale> reasons) {
        rows.merge(stale.firstOf(cache, reasons), 1L, Long::sum);
    }

    void key(String cache, Collection<Stale> reasons) {
        keys.merge(stale.firstOf(cache, reasons), 1L, Long::sum);
    }

    void rowsUnknown(String why) {
        rowsKnown = false;
        notes.add("rows are not counted: " + why);
    }

    void keysUnknown(String why) {
        keysKnown = false;
        notes.add("Redis keys are not counted: " + why);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    List<Forecast.Cache> caches(int listed) {
        return stale.caches().stream().map(cache -> cache(cache, listed)).toList();
    }

    private Forecast.Cache cache(String cache, int listed) {
        List<Stale> all = stale.of(cache);
        return new Forecast.Cache(
                cache,
                stale.isWhole(cache),
                sum(all, rows, rowsKnown),
                sum(all, keys, keysKnown),
                all.size(),
                all.stream()
                        .sorted(Comparator.comparingLong(stale::changes).reversed())
                        .limit(listed)
                        .map(this::tag)
                        .toList());
    }

    private Forecast.Tag tag(Stale one) {
        List<Stale> only = List.of(one);
        return new Forecast.Tag(one.tag(), stale.changes(one), sum(only, rows, rowsKnown), sum(only, keys, keysKnown));
    }

    private static @Nullable Long sum(List<Stale> all, Map<Stale, Long> counts, boolean known) {
        return known
                ? all.stream().mapToLong(each -> counts.getOrDefault(each, 0L)).sum()
                : null;
    }
}
