package dev.freshet.statistics.figures;

import dev.freshet.statistics.asking.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about.
 *
 * @param cache null for all
 * @param operation null for all
 */
public record Filter(Span days, @Nullable String cache, @Nullable String operation) {

    /** Only what is asked for stands in the statement, so that the planner knows which index will do. */
    String where() {
        return "WHERE date BETWEEN ? AND ?" + (cache == null ? "" : " AND cache = ?")
                + (operation == null ? "" : " AND operation = ?");
    }

    /** The parameters of {@link #where}, and what follows them. */
    Object[] values(Object... more) {
        List<Object> values = new ArrayList<>(List.of(days.from(), days.to()));
        if (cache != null) {
            values.add(cache);
        }
        if (operation != null) {
            values.add(operation);
        }
        values.addAll(List.of(more));
        return values.toArray();
    }

    /** The same for all operations: invalidations know none. */
    Filter withoutOperation() {
        return new Filter(days, cache, null);
    }
}
