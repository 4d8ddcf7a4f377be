package dev.freshet.cache.guards;

import org.jspecify.annotations.Nullable;

/**
 * An answer could not be computed. Everybody who waited for it gets this; nothing of it is kept. The cause is what the
 * loader threw, unless another process ran it.
 */
public class LoadFailedException extends RuntimeException {

    public LoadFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
