package dev.freshet.invalidation.rows;

import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleCache;
import dev.freshet.rules.StaleKey;
import dev.freshet.rules.StaleTag;
import dev.freshet.rules.Template;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements over the rows of one cache, and what a row says. Immutable. */
final class CacheTable {

    /** The column in which {@link #selectStale} tells where a row is, as long as the transaction's snapshot lasts. */
    static final String PLACE = "freshet_place";

    private final CacheRule cache;
    private final RowsRule rows;
    private final Map<String, Column> columns;
    private final List<Column> telling;

    /** @param columns of the table, by name */
    CacheTable(CacheRule cache, RowsRule rows, Map<String, Column> columns) {
        this.cache = cache;
        this.rows = rows;
        this.columns = Map.copyOf(columns);
        this.telling = templates()
                .flatMap(template -> template.columns().stream())
                .distinct()
                .map(this::column)
                .toList();
    }

    /** Every template whose texts a row carries. */
    Stream<Template> templates() {
        return cache.keys() == null
                ? rows.tags().stream()
                : Stream.concat(rows.tags().stream(), Stream.of(cache.keys()));
    }

    /** Selects rows that carry one of the texts that the template was filled to. */
    Selection selection(Template template, Collection<String> texts) {
        return Selection.of(template.columns().stream().map(this::column).toList(), template, texts);
    }

    /** Removes the stale rows among those selected, and tells what they carried. */
    String delete(Selection selection) {
        return "DELETE FROM " + rows.table().sql() + " AS entry WHERE " + selection.condition() + stale() + returning();
    }

    /** Removes every stale row. */
    String deleteAll() {
        return "DELETE FROM " + rows.table().sql() + " AS entry WHERE true" + stale() + returning();
    }

    /** Tells what the stale rows among those selected carry, and where they are. */
    String selectStale(Selection selection) {
        return "SELECT " + told() + ", entry.tableoid || '/' || entry.ctid AS " + PLACE + " FROM "
                + rows.table().sql() + " AS entry WHERE " + selection.condition() + stale();
    }

    /** Every row that the cache has. */
    static Selection everything() {
        return new Selection("true", List.of());
    }

    /** Tells what the selected rows carry. */
    String select(Selection selection) {
        return "SELECT " + told() + " FROM " + rows.table().sql() + " AS entry WHERE " + selection.condition();
    }

    /** Tells what those of the selected rows carry that one of the transactions wrote (32-bit ids as text, bound last). */
    String selectWritten(Selection selection) {
        return select(selection) + " AND entry.xmin::text = ANY (?)";
    }

    /** What a row tells that one of the statements returned. */
    Row read(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < telling.size(); i++) {
            values.put(telling.get(i).name(), telling.get(i).read(row, i + 1));
        }
        List<String> keys = rendered(cache.keys(), values);
        List<Stale> reasons = new ArrayList<>();
        for (Template tags : rows.tags()) {
            rendered(tags, values).forEach(tag -> reasons.add(new StaleTag(cache.name(), tag)));
        }
        keys.forEach(key -> reasons.add(new StaleKey(cache.name(), key)));
        reasons.add(new StaleCache(cache.name()));
        return new Row(keys, reasons);
    }

    private static List<String> rendered(@Nullable Template template, Map<String, @Nullable Object> values) {
        return template == null ? List.of() : template.render(values).orElse(List.of());
    }

    /** A row for which {@code fresh} is neither true nor false is stale, too. */
    private String stale() {
        return rows.fresh() == null ? "" : " AND (" + rows.fresh() + ") IS NOT TRUE";
    }

    private String returning() {
        return " RETURNING " + told();
    }

    private String told() {
        return telling.isEmpty() ? "1" : telling.stream().map(Column::text).collect(Collectors.joining(", "));
    }

    private Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new IllegalStateException("cache " + cache.name() + ": " + rows.table() + " has no column " + name);
        }
        return column;
    }
}
