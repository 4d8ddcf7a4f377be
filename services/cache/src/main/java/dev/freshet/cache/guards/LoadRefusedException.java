package dev.freshet.cache.guards;

/** Too much is asked of a model or of this process: the load was not begun. */
public final class LoadRefusedException extends LoadFailedException {

    public LoadRefusedException(String message) {
        super(message, null);
    }
}
