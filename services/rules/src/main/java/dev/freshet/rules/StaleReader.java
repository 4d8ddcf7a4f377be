package dev.freshet.rules;

import dev.freshet.rules.StaleRule.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one element of {@code stale}. */
final class StaleReader {

    private final Report report;
    private final Words words;
    private final Set<String> names;
    private final Map<String, CacheRule> caches;

    /**
     * @param names all caches that the file names
     * @param caches those among them that could be read: nothing is said twice about the others
     */
    StaleReader(Report report, Set<String> names, Map<String, CacheRule> caches) {
        this.report = report;
        this.words = new Words(report);
        this.names = names;
        this.caches = caches;
    }

    /** The rule; null if something is wrong with it. */
    @Nullable
    StaleRule read(Fields stale) {
        stale.only("cache", "tag", "key", "all", "when");
        boolean all = stale.flag("all");
        @Nullable CacheRule cache = cache(stale);
        List<String> targets = Stream.of("tag", "key", "all").filter(stale::has).toList();
        if (targets.size() > 1) {
            report.problem(
                    stale.nameOf(targets.get(1)),
                    "'" + targets.get(0) + "' is given too, and a rule has one of tag, key and all",
                    "Write two elements, or remove one.");
            return null;
        }
        @Nullable Template tag = tag(stale, cache);
        @Nullable Template key = key(stale, cache);
        @Nullable Condition when = condition(stale);
        if (cache == null || stale.has("all") != all) {
            return null;
        }
        if (all) {
            return new StaleRule(cache.name(), Target.CACHE, null, when);
        }
        if (stale.has("tag")) {
            return tag == null ? null : new StaleRule(cache.name(), Target.TAG, tag, when);
        }
        return byKey(cache, stale.has("key") ? key : ownKey(stale, cache), when);
    }

    private static @Nullable StaleRule byKey(CacheRule cache, @Nullable Template key, @Nullable Condition when) {
        return key == null ? null : new StaleRule(cache.name(), Target.KEY, key, when);
    }

    private @Nullable Condition condition(Fields fields) {
        @Nullable String text = fields.text("when");
        return text == null ? null : words.condition(text, fields.at("when"));
    }

    private @Nullable CacheRule cache(Fields stale) {
        if (!stale.has("cache")) {
            report.problem(stale.at("cache"), "'cache' is missing", "Name the cache that becomes stale.");
            return null;
        }
        @Nullable String name = stale.text("cache");
        if (name != null && !names.contains(name)) {
            String remedy = new KnownWords(names).remedy(name, "Define it under 'caches'.");
            report.problem(stale.at("cache"), "there is no such cache", remedy);
        }
        return name == null ? null : caches.get(name);
    }

    private @Nullable Template tag(Fields stale, @Nullable CacheRule cache) {
        @Nullable String text = stale.text("tag");
        @Nullable Template tag = text == null ? null : words.tag(text, stale.at("tag"));
        if (tag == null || cache == null) {
            return null;
        }
        List<Template> tags = cache.rows() == null ? List.of() : cache.rows().tags();
        if (tags.isEmpty()) {
            report.problem(
                    stale.at("tag"),
                    "the cache '" + cache.name() + "' has no tags",
                    "Give it 'rows' with 'tags', or name a 'key' here, or 'all: true'.");
            return null;
        }
        return fits(tag, tags, stale.at("tag"), "tag", cache);
    }

    private @Nullable Template key(Fields stale, @Nullable CacheRule cache) {
        @Nullable String text = stale.text("key");
        @Nullable Template key = text == null ? null : words.key(text, stale.at("key"));
        if (key == null || cache == null) {
            return null;
        }
        return cache.keys() == null
                ? withoutKeys(stale.at("key"), cache)
                : fits(key, List.of(cache.keys()), stale.at("key"), "key", cache);
    }

    private @Nullable Template ownKey(Fields stale, CacheRule cache) {
        return cache.keys() == null ? withoutKeys(stale.at("cache"), cache) : cache.keys();
    }

    private @Nullable Template withoutKeys(Node at, CacheRule cache) {
        report.problem(
                at,
                "the cache '" + cache.name() + "' has no keys",
                "Give it 'keys', or name a 'tag' here, or 'all: true'.");
        return null;
    }

    private @Nullable Template fits(Template template, List<Template> own, Node at, String what, CacheRule cache) {
        if (own.stream().anyMatch(template::overlaps)) {
            return template;
        }
        String forms = String.join(", ", own.stream().map(Template::toString).toList());
        report.problem(
                at,
                "no " + what + " of the cache '" + cache.name() + "' can look like this",
                "Its " + what + "s have the form " + forms + ".");
        return null;
    }
}
