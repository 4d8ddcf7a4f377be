package dev.freshet.cache;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a compute step has made.
 *
 * @param json the answer, JSON
 * @param tokensUsed what it cost; 0 when that does not matter
 */
public record Computed(String json, long tokensUsed) {

    private static final JsonMapper JSON = new JsonMapper();

    public Computed {
        if (tokensUsed < 0 || tokensUsed > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("tokensUsed must be 0 to " + Integer.MAX_VALUE + ": " + tokensUsed);
        }
    }

    /** Whatever Jackson can write: records, maps, lists, text. */
    public static Computed of(@Nullable Object answer, long tokensUsed) {
        return new Computed(JSON.writeValueAsString(answer), tokensUsed);
    }

    /**
     * An answer that is JSON already, such as a model's.
     *
     * @throws IllegalArgumentException if it is not: that is a failed attempt
     */
    public static Computed json(String json, long tokensUsed) {
        try {
            JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the answer is not JSON: " + e.getOriginalMessage(), e);
        }
        return new Computed(json, tokensUsed);
    }
}
