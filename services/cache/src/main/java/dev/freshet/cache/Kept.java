package dev.freshet.cache;

/**
 * Where a computed answer was stored.
 *
 * @param row as a row: its content was current then, where {@code fresh} tells
 * @param key as a Redis key
 */
public record Kept(boolean row, boolean key) {

    static final Kept NOWHERE = new Kept(false, false);
}
