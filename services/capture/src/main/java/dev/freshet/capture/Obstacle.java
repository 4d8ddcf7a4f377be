package dev.freshet.capture;

import dev.freshet.capture.engine.EngineFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Something in the stream that no engine gets past. After three in a row have ended there, the slot is given up for a
 * new one, which is a gap: a loud event, but not the end of capture. For use by one thread.
 */
final class Obstacle {

    private static final int PATIENCE = 3;

    private int inARow;
    private @Nullable String last;

    /** @param moved whether the engine got on, or the next one will go around */
    void met(EngineFailedException failure, boolean moved) {
        inARow = failure.isOfTheStream() && !moved ? inARow + 1 : 0;
        last = failure.getMessage();
    }

    void passed() {
        inARow = 0;
    }

    /** Why the slot has to be given up; null while it need not. Asked once, then counted anew. */
    @Nullable
    String reason() {
        if (inARow < PATIENCE) {
            return null;
        }
        inARow = 0;
        return "a change in the stream cannot be decoded: " + last;
    }
}
