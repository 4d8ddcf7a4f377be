package dev.freshet.console.gateway;

import dev.freshet.cache.LectureCache;
import dev.freshet.cache.Question;
import dev.freshet.console.problem.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Questions about lectures: by their ids, or by their tags. */
final class LectureQuestions implements Questions {

    private static final String TAG = "lecture:";

    @Override
    public Question of(LookupRequest request) {
        String operation = Texts.name("operation", request.operation());
        return LectureCache.questionOf(operation, lectures(request), Params.canonical(request.params()));
    }

    private static List<UUID> lectures(LookupRequest request) {
        List<String> ids = Texts.names("lectureIds", request.lectureIds());
        List<String> tags = Texts.names("tags", request.tags());
        if (ids.isEmpty() == tags.isEmpty()) {
            throw Problem.refused("lectureIds", "one of lectureIds and tags is needed, with at least one element");
        }
        return ids.isEmpty()
                ? tags.stream().map(LectureQuestions::ofTag).toList()
                : ids.stream().map(id -> uuid("lectureIds", id, id)).toList();
    }

    private static UUID ofTag(String tag) {
        return uuid("tags", tag, tag.startsWith(TAG) ? tag.substring(TAG.length()) : null);
    }

    /** Only the usual form: {@link UUID#fromString} also takes shorter ones. */
    private static UUID uuid(String field, String given, @Nullable String text) {
        try {
            if (text != null && text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Problem.refused(
                field, "'%s' is not %s".formatted(given, field.equals("tags") ? "lecture:<uuid>" : "a UUID"));
    }
}
