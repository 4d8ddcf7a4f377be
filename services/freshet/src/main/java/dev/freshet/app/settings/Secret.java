package dev.freshet.app.settings;

/**
 * A value that does not show itself.
 *
 * @param value the secret
 */
public record Secret(String value) {

    /** Called by Spring's binder. */
    public static Secret valueOf(String value) {
        return new Secret(value);
    }

    @Override
    public String toString() {
        return "******";
    }
}
