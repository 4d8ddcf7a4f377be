package dev.freshet.console.gateway;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A computed answer to be kept.
 *
 * @param ticket of the lookup that missed
 * @param contentHash of the content that the answer was made from, read in one snapshot with it
 * @param answer JSON of any kind but null
 * @param tokensUsed what it cost; 0 when nothing is said
 */
record KeepRequest(
        @Nullable String ticket,
        @Nullable String contentHash,
        @JsonDeserialize(using = ExactJson.class) @Nullable String answer,
        @Nullable Long tokensUsed) {}
