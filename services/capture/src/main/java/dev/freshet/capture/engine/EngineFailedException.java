package dev.freshet.capture.engine;

/** The engine ended by itself. The cause tells why; the message names its root. */
public final class EngineFailedException extends RuntimeException {

    EngineFailedException(Throwable cause) {
        super("the engine ended: " + describe(cause), cause);
    }

    private static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return root == failure || failure.getMessage() == null ? text : failure.getMessage() + " (" + text + ")";
    }
}
