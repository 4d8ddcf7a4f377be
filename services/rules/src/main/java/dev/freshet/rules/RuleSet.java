package dev.freshet.rules;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All rules, of one file or of several.
 *
 * @param caches by name
 * @param sources by table
 * @param places where each rule stands, for messages
 */
public record RuleSet(Map<String, CacheRule> caches, Map<TableName, SourceRule> sources, Places places) {

    public RuleSet {
        caches = Collections.unmodifiableMap(new TreeMap<>(caches));
        sources = Collections.unmodifiableMap(new TreeMap<>(sources));
    }

    /** Rules that come from no file. */
    public RuleSet(Map<String, CacheRule> caches, Map<TableName, SourceRule> sources) {
        this(caches, sources, Places.NONE);
    }

    /**
     * One rule set of several.
     *
     * @throws InvalidRulesException if a cache or a source is there twice
     */
    public static RuleSet merge(List<RuleSet> sets) {
        return new Merge().of(sets);
    }

    /** The names of the caches that a change of the table can make stale, in alphabetical order. */
    public Set<String> cachesFedBy(TableName table) {
        @Nullable SourceRule source = sources.get(table);
        return source == null
                ? Set.of()
                : source.stale().stream().map(StaleRule::cache).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Hex SHA-256 of a canonical form of everything the rules mean. Equal for files that differ in order, comments,
     * layout or defaults written out; different as soon as a meaning differs.
     */
    public String digest() {
        return new CanonicalForm().of(this).sha256();
    }
}
