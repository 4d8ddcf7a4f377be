package dev.freshet.console.invalidations;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to be made stale; {@link Targets} says whether it makes sense.
 *
 * @param cache the cache in the rules file
 * @param tag a tag; exactly one of tag, key and all is needed
 * @param key a Redis key
 * @param all true for the whole cache
 * @param reason for the audit trail
 */
record InvalidationRequest(
        @Nullable String cache,
        @Nullable String tag,
        @Nullable String key,
        @Nullable Boolean all,
        @Nullable String reason) {}
