package dev.freshet.events;

/**
 * Headers that a record gets when it is parked; its key, value and other headers stay as they were. All values are UTF-8
 * text.
 */
public final class DeadLetterHeaders {

    /** Why nobody could make sense of it. */
    public static final String REASON = "freshet-dead-letter-reason";

    /** Who parked it, such as {@code invalidation}. */
    public static final String CONSUMER = "freshet-dead-letter-consumer";

    /** Where it came from, {@code topic-partition@offset}. A record parked twice has the same origin. */
    public static final String ORIGIN = "freshet-dead-letter-origin";

    private DeadLetterHeaders() {}
}
