package dev.freshet.rules;

/** Something that a change made stale. */
public sealed interface Stale permits StaleTag, StaleKey, StaleCache {

    /** The cache in the rules. */
    String cache();

    /** The tag of fences and outcomes: the tag itself, {@code key:<key>}, or {@code cache:<name>}. */
    String tag();
}
