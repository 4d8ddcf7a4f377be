package dev.freshet.console.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.freshet.events.Access;
import org.jspecify.annotations.Nullable;

/**
 * What a lookup has brought.
 *
 * @param outcome where the answer came from; {@code miss} when it has to be computed
 * @param key names the answer, for the PUT
 * @param answer JSON, on a hit
 * @param ticket for the PUT, on a miss
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LookupReply(
        Access.Outcome outcome, String key, @JsonRawValue @Nullable String answer, @Nullable String ticket) {}
