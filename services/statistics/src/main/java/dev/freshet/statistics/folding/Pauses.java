package dev.freshet.statistics.folding;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/** How long to wait after a failure: longer with every one that follows. Belongs to one consumer; not thread-safe. */
final class Pauses {

    private final BackOff backOff;
    private BackOffExecution execution;

    Pauses(BackOff backOff) {
        this.backOff = backOff;
        this.execution = backOff.start();
    }

    long nextMillis() {
        return execution.nextBackOff();
    }

    void startAnew() {
        execution = backOff.start();
    }
}
