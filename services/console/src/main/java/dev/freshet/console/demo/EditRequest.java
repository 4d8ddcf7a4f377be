package dev.freshet.console.demo;

import dev.freshet.console.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A change to a lecture.
 *
 * @param title the new title; null to keep the old
 * @param content the new content; null to keep the old
 */
record EditRequest(@Nullable String title, @Nullable String content) {

    private static final int LONGEST_TITLE = 500;
    private static final int LONGEST_CONTENT = 200_000;

    /** @throws Problem naming the field that is refused */
    EditRequest checked() {
        if (title == null && content == null) {
            throw Problem.refused("title", "a title, a content or both are needed");
        }
        if (title != null && (title.isBlank() || title.length() > LONGEST_TITLE)) {
            throw Problem.refused("title", "title must have 1 to %d characters".formatted(LONGEST_TITLE));
        }
        if (content != null && content.length() > LONGEST_CONTENT) {
            throw Problem.refused("content", "content must have at most %d characters".formatted(LONGEST_CONTENT));
        }
        refuseNul("title", title);
        refuseNul("content", content);
        return this;
    }

    private static void refuseNul(String field, @Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw Problem.refused(field, field + " has a NUL character, which PostgreSQL cannot store");
        }
    }
}
