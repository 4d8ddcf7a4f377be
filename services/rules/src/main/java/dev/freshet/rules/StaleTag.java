package dev.freshet.rules;

/** Every entry of the cache that depends on the tag. */
public record StaleTag(String cache, String tag) implements Stale {}
