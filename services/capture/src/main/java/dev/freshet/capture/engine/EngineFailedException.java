package dev.freshet.capture.engine;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The engine ended by itself. The cause tells why; the message names its root. */
public final class EngineFailedException extends RuntimeException {

    private static final String STREAM = "An exception occurred in the change event producer";

    EngineFailedException(Throwable cause) {
        super("the engine ended: " + describe(cause), cause);
    }

    /** Whether the stream itself cannot be read on, so that another engine would end at the same place. */
    public boolean isOfTheStream() {
        boolean producer = false;
        for (@Nullable Throwable each = getCause(); each != null; each = each.getCause()) {
            if (each instanceof SQLException || each instanceof IOException || each instanceof InterruptedException) {
                return false;
            }
            producer |= String.valueOf(each.getMessage()).startsWith(STREAM);
        }
        return producer;
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
