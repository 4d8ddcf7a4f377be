package dev.freshet.capture;

import dev.freshet.capture.settings.RestartSettings;
import java.time.Duration;

/** How long to wait before the next attempt: twice as long after each failure in a row. For use by one thread. */
final class Pauses {

    private final RestartSettings settings;
    private Duration next = Duration.ZERO;
    private Duration afterNextFailure;

    Pauses(RestartSettings settings) {
        this.settings = settings;
        this.afterNextFailure = settings.pause();
    }

    Duration next() {
        return next;
    }

    /** After an attempt that did not fail. */
    void after(Duration pause) {
        next = pause;
        afterNextFailure = settings.pause();
    }

    /** @param wasWell whether the attempt had been well before it failed, which starts the row anew */
    void afterFailure(boolean wasWell) {
        next = wasWell ? settings.pause() : afterNextFailure;
        Duration doubled = next.multipliedBy(2);
        afterNextFailure = doubled.compareTo(settings.longest()) < 0 ? doubled : settings.longest();
    }
}
