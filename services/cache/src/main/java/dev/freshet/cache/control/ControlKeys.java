package dev.freshet.cache.control;

/**
 * The names of the control keys. All begin with one hash tag, so that they share a slot on Redis Cluster: one node
 * vouches for them and one script may span them.
 *
 * @param prefix what every name begins with: a text in braces, such as {@code {freshet}}; another one lets two
 *     installations share a Redis
 */
public record ControlKeys(String prefix) {

    /** The names as documented. */
    public static final ControlKeys DEFAULT = new ControlKeys("{freshet}");

    public ControlKeys {
        if (!prefix.matches("\\{[^{}]+}[^{}]*")) {
            throw new IllegalArgumentException(
                    "a control key prefix begins with a hash tag, such as {freshet}: " + prefix);
        }
    }

    /** The fence of a tag: changes whenever something under the tag has changed; absent, it equals nothing. */
    public String fence(String tag) {
        return prefix + ":fence:" + tag;
    }

    /** The fence that every entry of a cache depends on. */
    public String epoch(String cache) {
        return prefix + ":epoch:" + cache;
    }

    /** Present while the pipeline was seen to be complete up to less than the staleness bound ago. */
    public String lease() {
        return prefix + ":lease";
    }

    /** The identity of the server for which the epochs were last raised. */
    public String server() {
        return prefix + ":server";
    }

    /** A hash of {@link #position} to the next offset to apply. */
    public String positions() {
        return prefix + ":positions";
    }

    /**
     * The field of one partition in {@link #positions}.
     *
     * @param rules digest of the rules by which its records are applied
     * @param topicId a topic that was deleted and created again has another
     */
    public String position(String rules, String topicId, int partition) {
        return rules + ":" + topicId + ":" + partition;
    }

    /** Says who is loading what has this name, so that others wait for it. */
    public String load(String name) {
        return prefix + ":load:" + name;
    }

    /** Counts the values that fences and epochs have had. */
    String counter() {
        return prefix + ":counter";
    }
}
