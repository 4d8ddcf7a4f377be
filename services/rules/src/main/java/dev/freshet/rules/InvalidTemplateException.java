package dev.freshet.rules;

/** A text that is no template. */
final class InvalidTemplateException extends IllegalArgumentException {

    private final String cause;
    private final String remedy;

    InvalidTemplateException(String text, String cause, String remedy) {
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
