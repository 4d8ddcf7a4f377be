package dev.freshet.events;

import org.jspecify.annotations.Nullable;

/**
 * An invalidation that somebody asked for, or that a gap in the stream of changes demands.
 *
 * @param id unique
 * @param cache the cache in the rules file
 * @param tag the tag to make stale; exactly one of tag, key and all is given
 * @param key the Redis key to make stale
 * @param all true for the whole cache
 * @param who who asked: a person's name, or the role
 * @param why the reason, for the audit trail
 */
public record Command(
        String id,
        String cache,
        @Nullable String tag,
        @Nullable String key,
        boolean all,
        String who,
        @Nullable String why) {

    public Command {
        Name.require("cache", cache);
        if (id == null || who == null) {
            throw new IllegalArgumentException("a command needs an id and who asked");
        }
        int targets = (tag == null ? 0 : 1) + (key == null ? 0 : 1) + (all ? 1 : 0);
        if (targets != 1) {
            throw new IllegalArgumentException("a command names exactly one of tag, key and all");
        }
    }

    /** The record's key: the tag, {@code key:<key>}, or {@code cache:<name>}. */
    public String recordKey() {
        if (tag != null) {
            return tag;
        }
        return key != null ? "key:" + key : "cache:" + cache;
    }
}
