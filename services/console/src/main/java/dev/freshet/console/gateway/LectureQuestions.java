package dev.freshet.console.gateway;

import dev.freshet.cache.LectureCache;
import dev.freshet.cache.Question;
import dev.freshet.console.problem.Problem;
import dev.freshet.rules.CacheRule;
import dev.freshet.rules.RowsRule;
import dev.freshet.rules.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Questions about lectures: by their ids, or by their tags. Tags and keys are those of the rules. */
final class LectureQuestions implements Questions {

    private static final String IDS = "lecture_ids";
    private static final Set<String> COLUMNS = Set.of("cache_key", "operation_type", IDS, "params");

    private final List<Template> tags;
    private final @Nullable Template keys;

    private LectureQuestions(List<Template> tags, @Nullable Template keys) {
        this.tags = tags;
        this.keys = keys;
    }

    /** Empty when the rules make tags or keys of what a question does not tell, or no tag of the lectures. */
    static Optional<LectureQuestions> by(CacheRule rule, RowsRule rows) {
        boolean told = Stream.concat(rows.tags().stream(), Stream.ofNullable(rule.keys()))
                .allMatch(template -> COLUMNS.containsAll(template.columns()));
        boolean tagged = rows.tags().stream().anyMatch(tag -> tag.columns().equals(List.of(IDS)));
        return told && tagged ? Optional.of(new LectureQuestions(rows.tags(), rule.keys())) : Optional.empty();
    }

    @Override
    public Question of(LookupRequest request) {
        String operation = Texts.name("operation", request.operation());
        Question asked = LectureCache.questionOf(operation, lectures(request), Params.canonical(request.params()));
        List<String> its = new ArrayList<>();
        tags.forEach(tag -> its.addAll(rendered(tag, asked.columns())));
        String entryKey = keys == null ? null : rendered(keys, asked.columns()).get(0);
        return new Question(operation, asked.key(), entryKey, its, asked.columns(), asked.bound());
    }

    private static List<String> rendered(Template template, Map<String, ? extends @Nullable Object> columns) {
        return template.render(columns)
                .filter(texts -> !texts.isEmpty())
                .orElseThrow(() -> Problem.refused("params", template + " cannot be made of this question"));
    }

    private List<UUID> lectures(LookupRequest request) {
        List<String> ids = Texts.names("lectureIds", request.lectureIds());
        List<String> named = Texts.names("tags", request.tags());
        if (ids.isEmpty() == named.isEmpty()) {
            throw Problem.refused("lectureIds", "one of lectureIds and tags is needed, with at least one element");
        }
        return ids.isEmpty()
                ? named.stream().map(this::ofTag).toList()
                : ids.stream()
                        .map(id -> uuid(id).orElseThrow(
                                        () -> Problem.refused("lectureIds", "'%s' is not a UUID".formatted(id))))
                        .toList();
    }

    private UUID ofTag(String tag) {
        return tags.stream()
                .flatMap(form -> form.match(tag).stream())
                .flatMap(columns -> Stream.ofNullable(columns.get(IDS)))
                .flatMap(id -> uuid(id).stream())
                .findFirst()
                .orElseThrow(
                        () -> Problem.refused("tags", "'%s' is no tag of this cache; it has %s".formatted(tag, tags)));
    }

    /** Only the usual form: {@link UUID#fromString} also takes shorter ones. */
    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
