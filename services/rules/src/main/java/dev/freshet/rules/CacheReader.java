package dev.freshet.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one cache of the file. */
final class CacheReader {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,99}";

    private final Report report;
    private final Words words;

    CacheReader(Report report) {
        this.report = report;
        this.words = new Words(report);
    }

    /** The cache; null if something is wrong with it. */
    @Nullable
    CacheRule read(String name, Fields caches) {
        if (!name.matches(NAME)) {
            report.problem(
                    caches.nameOf(name),
                    "this is no name for a cache",
                    "Use letters, digits, '-', '_' and '.', at most 100, the first a letter or a digit.");
        }
        @Nullable Fields cache = caches.mapping(name);
        if (cache == null) {
            return null;
        }
        cache.only("rows", "keys");
        @Nullable RowsRule rows = rows(cache.mapping("rows"));
        @Nullable Template keys = keys(cache);
        if (!cache.has("rows") && !cache.has("keys")) {
            report.problem(
                    caches.nameOf(name), "the cache has neither rows nor keys", "Give it 'rows', 'keys' or both.");
        }
        boolean complete = cache.has("rows") == (rows != null) && cache.has("keys") == (keys != null);
        return complete && (rows != null || keys != null) ? new CacheRule(name, rows, keys) : null;
    }

    private @Nullable RowsRule rows(@Nullable Fields rows) {
        if (rows == null) {
            return null;
        }
        rows.only("table", "tags", "key", "fresh", "fences");
        require(rows, "table", "Name the cache table: table: public.ai_response_cache.");
        require(rows, "key", "Name the column that holds the cache key: key: cache_key.");
        @Nullable String tableText = rows.text("table");
        @Nullable TableName table = tableText == null ? null : words.table(tableText, rows.at("table"));
        @Nullable String key = rows.text("key");
        @Nullable String fresh = rows.text("fresh");
        @Nullable String fences = rows.text("fences");
        if (rows.has("fresh") && rows.has("fences")) {
            report.problem(
                    rows.nameOf("fences"),
                    "'fresh' is given too, and a row is checked by one of them",
                    "Keep 'fresh' if a condition tells a fresh row from a stale one, 'fences' if none does.");
        }
        List<Template> tags = tags(rows);
        return table == null || key == null
                ? null
                : new RowsRule(table, tags, key, fresh == null ? null : fresh.strip(), fences);
    }

    private List<Template> tags(Fields rows) {
        Map<String, Node> texts = rows.at("tags") instanceof SequenceNode ? rows.texts("tags") : single(rows);
        List<Template> tags = new ArrayList<>();
        texts.forEach((text, at) -> {
            @Nullable Template tag = words.tag(text, at);
            if (tag != null && tag.columns().isEmpty()) {
                report.problem(
                        at,
                        "the tag names no column, so every row would have it",
                        "Name a column: 'lecture:{lecture_id}'. For the whole cache say 'all: true' in a source.");
            } else if (tag != null) {
                tags.add(tag);
            }
        });
        return tags;
    }

    private static Map<String, Node> single(Fields rows) {
        @Nullable String text = rows.text("tags");
        return text == null ? Map.of() : Map.of(text, rows.at("tags"));
    }

    private @Nullable Template keys(Fields cache) {
        @Nullable String text = cache.text("keys");
        @Nullable Template keys = text == null ? null : words.key(text, cache.at("keys"));
        if (keys != null && keys.arrayColumn().isPresent()) {
            report.problem(
                    cache.at("keys"),
                    "an entry has one key, and this names one for each element of an array",
                    "Name columns with one value each, without [].");
            return null;
        }
        return keys;
    }

    private void require(Fields fields, String field, String remedy) {
        if (!fields.has(field)) {
            report.problem(fields.at(field), "rows", "'" + field + "' is missing", remedy);
        }
    }
}
