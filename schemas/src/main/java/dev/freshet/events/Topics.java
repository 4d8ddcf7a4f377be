package dev.freshet.events;

import java.util.stream.Collectors;

/**
 * The names of the Kafka topics.
 *
 * @param prefix what every name begins with, {@code freshet} as a rule; another one lets two installations share a broker
 */
public record Topics(String prefix) {

    /** The names as documented. */
    public static final Topics DEFAULT = new Topics("freshet");

    public Topics {
        if (!prefix.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("a topic prefix has letters, digits, '_' and '-' only: " + prefix);
        }
    }

    /** What the topics of captured changes begin with; {@code .<schema>.<table>} follows. */
    public String changes() {
        return prefix + ".cdc";
    }

    /**
     * The topic of one table's changes. What Kafka takes in no name, dots within a name and '-' are written as their code
     * point between two '-': {@code "Order Items"} as {@code Order-20-Items}.
     */
    public String changes(String schema, String table) {
        return changes() + "." + part(schema) + "." + part(table);
    }

    private static String part(String name) {
        return name.codePoints()
                .mapToObj(character -> character < 128 && (Character.isLetterOrDigit(character) || character == '_')
                        ? Character.toString(character)
                        : "-" + Integer.toHexString(character) + "-")
                .collect(Collectors.joining());
    }

    /** {@link Watermark}s, keyed by source name. */
    public String watermarks() {
        return prefix + ".watermarks";
    }

    /** {@link Invalidation}s, keyed by tag. */
    public String invalidations() {
        return prefix + ".invalidations";
    }

    /** {@link Access}es, keyed by cache key. */
    public String accesses() {
        return prefix + ".accesses";
    }

    /** {@link Command}s, keyed by tag. */
    public String commands() {
        return prefix + ".commands";
    }

    /** Records that nobody could make sense of: the original bytes, the reason in headers. */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }

    /** Where capture keeps its positions in the write-ahead log; one partition, compacted. Nobody else's business. */
    public String captureOffsets() {
        return prefix + ".capture-offsets";
    }
}
