package dev.freshet.cache;

import tools.jackson.databind.json.JsonMapper;

/**
 * An answer.
 *
 * @param key its name
 * @param json the answer, JSON; one that PostgreSQL has kept as jsonb is the same value, not the same text
 * @param origin where it came from
 * @param tokensUsed what it cost when it was computed; 0 when nobody said
 */
public record Answer(String key, String json, Origin origin, long tokensUsed) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Where an answer came from. */
    public enum Origin {
        /** kept in Redis */
        REDIS,
        /** kept in the cache table */
        POSTGRES,
        /** computed, for this caller or for one who had asked just before */
        COMPUTED
    }

    /**
     * The answer as a type of the application's, by Jackson.
     *
     * @throws tools.jackson.core.JacksonException if it is none
     */
    public <T> T as(Class<T> type) {
        return JSON.readValue(json, type);
    }
}
