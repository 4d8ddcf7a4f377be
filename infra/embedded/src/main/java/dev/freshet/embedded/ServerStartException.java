package dev.freshet.embedded;

import org.jspecify.annotations.Nullable;

/** A server did not start; those that did were stopped again. */
public final class ServerStartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ServerStartException(String message) {
        super(message);
    }

    public ServerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
