package dev.freshet.rules;

/** A text that is no template, or no condition. */
final class InvalidTextException extends IllegalArgumentException {

    private final String cause;
    private final String remedy;

    InvalidTextException(String text, String cause, String remedy) {
        super("'" + text + "': " + cause + ". " + remedy);
        this.cause = cause;
        this.remedy = remedy;
    }

    String cause() {
        return cause;
    }

    String remedy() {
        return remedy;
    }
}
