package dev.freshet.invalidation;

import dev.freshet.rules.Stale;
import dev.freshet.rules.StaleCache;
import dev.freshet.rules.StaleKey;
import dev.freshet.rules.StaleTag;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a batch removes from one cache.
 *
 * @param everything the whole cache
 */
record Targets(boolean everything, List<String> tags, List<String> keys) {

    /** By cache, in the order of their names, so that all instances lock tables in the same order. */
    static Map<String, Targets> byCache(Collection<Stale> stale) {
        return stale.stream()
                .collect(Collectors.groupingBy(
                        Stale::cache, TreeMap::new, Collectors.collectingAndThen(Collectors.toList(), Targets::of)));
    }

    /** The tags whose fences to raise. */
    List<String> fences() {
        return Stream.concat(tags.stream(), keys.stream().map(key -> "key:" + key))
                .toList();
    }

    private static Targets of(List<Stale> stale) {
        return new Targets(
                stale.stream().anyMatch(StaleCache.class::isInstance),
                only(StaleTag.class, stale).map(StaleTag::tag).toList(),
                only(StaleKey.class, stale).map(StaleKey::key).toList());
    }

    private static <T extends Stale> Stream<T> only(Class<T> kind, List<Stale> stale) {
        return stale.stream().filter(kind::isInstance).map(kind::cast);
    }
}
