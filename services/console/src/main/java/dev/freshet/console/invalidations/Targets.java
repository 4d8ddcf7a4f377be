package dev.freshet.console.invalidations;

import dev.freshet.console.problem.Problem;
import dev.freshet.events.Command;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.Template;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked to be made stale: something that a cache of the rules can hold. A key of another form than the
 * cache's is refused, so that nobody removes keys that are not Freshet's.
 */
final class Targets {

    private static final int LONGEST = 1000;

    private final RuleSet rules;

    Targets(RuleSet rules) {
        this.rules = rules;
    }

    /** @throws Problem naming the field that is refused */
    Command command(InvalidationRequest wish, String id, String who) {
        boolean all = Boolean.TRUE.equals(wish.all());
        if ((wish.tag() == null ? 0 : 1) + (wish.key() == null ? 0 : 1) + (all ? 1 : 0) != 1) {
            throw Problem.refused("tag", "exactly one of tag, key and all (true) is needed");
        }
        CacheRule cache = cache(wish.cache());
        return new Command(
                id,
                cache.name(),
                like(
                        "tag",
                        wish.tag(),
                        cache.rows() == null ? List.of() : cache.rows().tags()),
                like("key", wish.key(), cache.keys() == null ? List.of() : List.of(cache.keys())),
                all,
                who,
                line("reason", wish.reason()));
    }

    private CacheRule cache(@Nullable String name) {
        CacheRule cache = name == null ? null : rules.caches().get(name);
        if (cache == null) {
            throw Problem.refused(
                    "cache",
                    "%s; the rules know %s"
                            .formatted(
                                    name == null ? "a cache is needed" : "there is no such cache",
                                    String.join(", ", rules.caches().keySet())));
        }
        return cache;
    }

    private static @Nullable String like(String field, @Nullable String text, List<Template> forms) {
        String target = line(field, text);
        if (target != null && forms.stream().allMatch(form -> form.match(target).isEmpty())) {
            throw Problem.refused(
                    field,
                    forms.isEmpty()
                            ? "this cache has no %ss".formatted(field)
                            : "a %s of this cache looks like %s"
                                    .formatted(
                                            field,
                                            forms.stream()
                                                    .map(Template::toString)
                                                    .collect(Collectors.joining(" or "))));
        }
        return target;
    }

    private static @Nullable String line(String field, @Nullable String text) {
        if (text != null
                && (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl))) {
            throw Problem.refused(field, "%s must be one line of 1 to %d characters".formatted(field, LONGEST));
        }
        return text;
    }
}
