package dev.freshet.invalidation.outcomes;

/** Headers of a parked record, beside its own. All values are UTF-8 text. */
final class DeadLetterHeaders {

    /** Why it could not be understood. */
    static final String REASON = "freshet-dead-letter-reason";

    /** The topic it was read from. */
    static final String TOPIC = "freshet-dead-letter-topic";

    static final String PARTITION = "freshet-dead-letter-partition";

    static final String OFFSET = "freshet-dead-letter-offset";

    /** Present when the value is left out because it would have made the letter too large; the length in bytes. */
    static final String LEFT_OUT = "freshet-dead-letter-value-left-out";

    private DeadLetterHeaders() {}
}
