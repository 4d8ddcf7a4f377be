package dev.freshet.cache.accesses;

import dev.freshet.events.Access;

/** Takes note of lookups. Returns at once, never throws; thread-safe. */
public interface Accesses {

    /** For those who want no figures. */
    Accesses NONE = (key, access) -> {};

    /**
     * Notes one lookup.
     *
     * @param key the cache key
     */
    void tell(String key, Access access);
}
