package dev.freshet.cache.source;

/** The database of the content cannot be reached. */
public final class SnapshotUnavailableException extends Exception {

    public SnapshotUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
