package dev.freshet.console.demo;

import dev.freshet.console.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to know about a lecture.
 *
 * @param operation one of {@link Operation}
 * @param lectureIds further lectures to take into account; none when null
 * @param params parameters; the operation's usual ones when null
 */
record QuestionRequest(
        @Nullable String operation,
        @Nullable List<@Nullable UUID> lectureIds,
        @Nullable Map<String, @Nullable Object> params) {

    private static final int MOST = 20;
    private static final int LONGEST = 100;

    /** @throws Problem naming the field that is refused */
    Question about(UUID lecture) {
        Operation wanted = Operation.named(operation);
        return new Question(wanted, lectures(lecture), params == null ? wanted.params() : checked(params));
    }

    private List<UUID> lectures(UUID lecture) {
        List<UUID> all = new ArrayList<>(List.of(lecture));
        for (UUID other : lectureIds == null ? List.<@Nullable UUID>of() : lectureIds) {
            if (other == null || all.size() > MOST) {
                throw Problem.refused("lectureIds", "lectureIds must be at most %d ids".formatted(MOST));
            }
            all.add(other);
        }
        return all;
    }

    private static Map<String, Object> checked(Map<String, @Nullable Object> params) {
        if (params.size() > MOST
                || !params.keySet().stream().allMatch(QuestionRequest::plain)
                || !params.values().stream().allMatch(QuestionRequest::plain)) {
            throw Problem.refused(
                    "params",
                    "params must be at most %d whole numbers, booleans and texts of up to %d characters"
                            .formatted(MOST, LONGEST));
        }
        @SuppressWarnings("NullAway") // plain() has refused null
        Map<String, Object> present = Map.copyOf(params);
        return present;
    }

    private static boolean plain(@Nullable Object value) {
        return value instanceof Integer
                || value instanceof Boolean
                || (value instanceof String text
                        && text.length() <= LONGEST
                        && text.chars().noneMatch(Character::isISOControl));
    }
}
