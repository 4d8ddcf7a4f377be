package dev.freshet.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a source makes stale.
 *
 * @param cache the cache's name
 * @param target what of it
 * @param template the tag or key to fill from the change (the cache's own key template when the file gives neither);
 *     null exactly for the whole cache
 * @param when a row that this does not hold for makes nothing stale; null for every row
 */
public record StaleRule(String cache, Target target, @Nullable Template template, @Nullable Condition when) {

    /** What of a cache becomes stale. */
    public enum Target {
        TAG,
        KEY,
        CACHE
    }

    public StaleRule {
        if ((target == Target.CACHE) != (template == null)) {
            throw new IllegalArgumentException("a tag and a key have a template, a whole cache has none: " + cache);
        }
    }

    /** Of every row. */
    public StaleRule(String cache, Target target, @Nullable Template template) {
        this(cache, target, template, null);
    }

    /** The columns that its template is filled from. */
    public List<String> columns() {
        return template == null ? List.of() : template.columns();
    }

    /** The columns that it reads: those of its template and of its condition, each once. */
    public List<String> readColumns() {
        List<String> all = new ArrayList<>(columns());
        all.addAll(when == null ? List.of() : when.columns());
        return all.stream().distinct().toList();
    }

    /**
     * What is stale with this version of a row. Where the version does not tell which tag or key, it is the whole cache.
     */
    Set<Stale> stale(Map<String, @Nullable Object> version) {
        if (when != null && !when.mayHold(version)) {
            return Set.of();
        }
        Set<Stale> cacheItself = Set.of(new StaleCache(cache));
        return template == null
                ? cacheItself
                : template.render(version).map(this::named).orElse(cacheItself);
    }

    private Set<Stale> named(List<String> texts) {
        Set<Stale> named = new LinkedHashSet<>();
        texts.forEach(text -> named.add(named(text)));
        return named;
    }

    private Stale named(String text) {
        return target == Target.TAG ? new StaleTag(cache, text) : new StaleKey(cache, text);
    }
}
