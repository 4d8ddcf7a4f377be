package dev.freshet.invalidation.gate;

/** The primary does not show the changes yet. Passing: they will be applied when it does. */
public final class NotVisibleException extends RuntimeException {

    NotVisibleException(String message) {
        super(message);
    }
}
