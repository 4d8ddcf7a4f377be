package dev.freshet.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a source makes stale.
 *
 * @param cache the cache's name
 * @param target what of it
 * @param template the tag or key to fill from the change (the cache's own key template when the file gives neither);
 *     null exactly for the whole cache
 */
public record StaleRule(String cache, Target target, @Nullable Template template) {

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

    /** The columns of the change that it needs. */
    public List<String> columns() {
        return template == null ? List.of() : template.columns();
    }

    Stale of(String text) {
        return target == Target.TAG ? new StaleTag(cache, text) : new StaleKey(cache, text);
    }
}
