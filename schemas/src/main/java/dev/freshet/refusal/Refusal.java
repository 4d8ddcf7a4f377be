package dev.freshet.refusal;

/**
 * Something asked for cannot be done until a person mends its cause: bad rules, bad settings, a missing privilege. Ends
 * the start with one message.
 */
public final class Refusal extends RuntimeException {

    private final String remedy;

    /**
     * @param cause what is wrong, naming the thing
     * @param remedy what to do about it: a statement to run, a setting to change
     */
    public Refusal(String cause, String remedy) {
        super(cause);
        this.remedy = remedy;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
