package dev.freshet.rules;

/**
 * One Redis key.
 *
 * @param key the key itself
 */
public record StaleKey(String cache, String key) implements Stale {

    @Override
    public String tag() {
        return "key:" + key;
    }
}
