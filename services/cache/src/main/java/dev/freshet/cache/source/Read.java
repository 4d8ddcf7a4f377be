package dev.freshet.cache.source;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read.
 *
 * @param content the application's
 * @param known whether the version and the place are known; otherwise the answer is given, and not kept
 * @param onPrimary whether it was read on the primary
 * @param version by column of the cache row, what the content's version was in the same snapshot
 */
public record Read<C>(C content, boolean known, boolean onPrimary, Map<String, @Nullable String> version) {

    static <C> Read<C> unkept(C content) {
        return new Read<>(content, false, false, new HashMap<>());
    }
}
