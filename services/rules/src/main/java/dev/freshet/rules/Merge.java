package dev.freshet.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts rule sets together and refuses what is there twice. */
final class Merge {

    private final Map<String, CacheRule> caches = new TreeMap<>();
    private final Map<TableName, SourceRule> sources = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private Places places = Places.NONE;

    RuleSet of(List<RuleSet> sets) {
        sets.forEach(this::add);
        if (!problems.isEmpty()) {
            throw new InvalidRulesException(problems);
        }
        return new RuleSet(caches, sources, places);
    }

    private void add(RuleSet set) {
        set.caches().forEach((name, cache) -> {
            if (caches.putIfAbsent(name, cache) != null) {
                twice(set, "caches", name, "the cache", "Give one of them another name.");
            }
        });
        set.sources().forEach((table, source) -> {
            if (sources.putIfAbsent(table, source) != null) {
                twice(set, "sources", table.toString(), "the source", "Write all its rules in one place.");
            }
        });
        places = set.places().with(places);
    }

    private void twice(RuleSet set, String section, String name, String what, String remedy) {
        Place second = set.places().of(section, name);
        Place first = places.of(section, name);
        problems.add(new Problem(second, name, what + " is already defined at " + first, remedy));
    }
}
