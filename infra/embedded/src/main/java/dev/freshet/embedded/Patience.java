package dev.freshet.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, by looking again and again. */
final class Patience {

    private static final long PAUSE_MILLIS = 20;

    private Patience() {}

    /** Whether the condition held in time; an interrupt ends the wait and stays set. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !pause()) {
                return false;
            }
        }
        return true;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
