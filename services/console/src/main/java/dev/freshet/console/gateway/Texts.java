package dev.freshet.console.gateway;

import dev.freshet.console.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists and names in a request's body. */
final class Texts {

    private static final int MOST = 1000;
    private static final int LONGEST = 255;

    private Texts() {}

    /** @throws Problem if it is no name, or none is given */
    static String name(String field, @Nullable String text) {
        if (text == null
                || text.isBlank()
                || text.length() > LONGEST
                || text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.refused(field, "%s must be one line of 1 to %d characters".formatted(field, LONGEST));
        }
        return text;
    }

    /** @throws Problem if an element is no name, or there are too many; none when nothing is given */
    static List<String> names(String field, @Nullable List<@Nullable String> texts) {
        if (texts == null) {
            return List.of();
        }
        if (texts.size() > MOST) {
            throw Problem.refused(field, "%s must be at most %d".formatted(field, MOST));
        }
        List<String> names = new ArrayList<>();
        for (String text : texts) {
            names.add(name(field, text));
        }
        return names;
    }
}
