package dev.freshet.console.gateway;

import dev.freshet.cache.Question;
import dev.freshet.cache.keys.CacheKey;
import dev.freshet.cache.protocol.Bound;
import dev.freshet.console.problem.Problem;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Questions to any cache with Redis keys: {@code params} fill its key template. Where that names the key column of its
 * rows, and {@code params} do not give it, it is the SHA-256 that is formed as for lectures, over the tags.
 */
final class KeyQuestions implements Questions {

    private final Template keys;
    private final @Nullable RowsRule rows;
    private final List<Template> tags;

    KeyQuestions(CacheRule cache, Template keys) {
        this.keys = keys;
        this.rows = cache.rows();
        this.tags = rows == null ? List.of() : rows.tags();
    }

    @Override
    public Question of(LookupRequest request) {
        if (request.lectureIds() != null) {
            throw Problem.refused("lectureIds", "this cache is not about lectures; name tags");
        }
        @Nullable String operation = request.operation() == null ? null : Texts.name("operation", request.operation());
        List<String> its = tags(request);
        String params = Params.canonical(request.params());
        Map<String, @Nullable Object> columns = new HashMap<>(Params.byColumn(params));
        if (rows != null) {
            columns.putIfAbsent(rows.key(), CacheKey.of(operation == null ? "" : operation, its, params));
        }
        String entryKey = entryKey(columns);
        String key = rows == null ? entryKey : String.valueOf(columns.get(rows.key()));
        return new Question(operation, key, entryKey, its, Map.of(), Bound.LEASE);
    }

    private List<String> tags(LookupRequest request) {
        List<String> given = Texts.names("tags", request.tags());
        for (String tag : given) {
            if (tags.stream().allMatch(form -> form.match(tag).isEmpty())) {
                throw Problem.refused("tags", "'%s' is no tag of this cache; it has %s".formatted(tag, forms()));
            }
        }
        if (given.isEmpty() && !tags.isEmpty()) {
            throw Problem.refused("tags", "tags are needed: answers of this cache depend on " + forms());
        }
        return given;
    }

    private String forms() {
        return tags.isEmpty() ? "none" : tags.stream().map(Template::toString).collect(Collectors.joining(" and "));
    }

    private String entryKey(Map<String, ? extends @Nullable Object> columns) {
        List<String> rendered = keys.render(columns).orElse(List.of());
        if (rendered.size() != 1) {
            throw Problem.refused(
                    "params",
                    "the keys of this cache are %s: params must give %s as text, whole numbers or booleans"
                            .formatted(keys, String.join(", ", keys.columns())));
        }
        return rendered.get(0);
    }
}
