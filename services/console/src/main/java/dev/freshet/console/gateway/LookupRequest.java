package dev.freshet.console.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What a caller asks a cache; {@link Questions} say whether it makes sense.
 *
 * @param operation such as {@code quiz}
 * @param lectureIds what the answer is about, for answers about lectures
 * @param tags what the answer depends on, as the rules write it
 * @param params JSON object: whatever else the answer depends on, or the columns of the cache's key template
 */
record LookupRequest(
        @Nullable String operation,
        @Nullable List<@Nullable String> lectureIds,
        @Nullable List<@Nullable String> tags,
        @JsonDeserialize(using = ExactJson.class) @Nullable String params) {}
