package dev.freshet.console.gateway;

import dev.freshet.cache.keys.CacheKey;
import dev.freshet.console.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The params of a lookup. */
final class Params {

    private static final JsonMapper JSON = new JsonMapper();

    private Params() {}

    /**
     * In the form of RFC 8785.
     *
     * @throws Problem if they are no JSON object
     */
    static String canonical(@Nullable String params) {
        if (params == null) {
            return "{}";
        }
        try {
            if (params.startsWith("{")) {
                return CacheKey.canonical(params);
            }
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
        throw refused("params must be a JSON object");
    }

    /** By column, for a key template. */
    static Map<String, @Nullable Object> byColumn(String params) {
        try {
            return JSON.readValue(params, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
        } catch (JacksonException e) {
            throw refused("params cannot be read: " + e.getOriginalMessage());
        }
    }

    private static Problem refused(@Nullable String detail) {
        return Problem.refused("params", detail == null ? "params are not JSON" : detail);
    }
}
