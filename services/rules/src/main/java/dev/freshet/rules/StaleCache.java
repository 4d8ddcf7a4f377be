package dev.freshet.rules;

/** Every entry of the cache. */
public record StaleCache(String cache) implements Stale {

    @Override
    public String tag() {
        return "cache:" + cache;
    }
}
