package dev.freshet.capture.engine;

import dev.freshet.capture.gap.Gaps;
import dev.freshet.capture.slot.SlotGuard;

/** What is checked once, when a run hands over its first batch. For use by the engine's thread. */
final class Beginning {

    private final SlotGuard guard;
    private final Gaps gaps;
    private boolean checked;

    Beginning(SlotGuard guard, Gaps gaps) {
        this.guard = guard;
        this.gaps = gaps;
    }

    /** Records a gap and ends the run if the slot was made anew while the engine started. */
    void check() {
        if (!checked && guard.isAnother()) {
            String reason = "the replication slot '" + guard.slot().name() + "' was made anew while the engine started";
            gaps.record(reason);
            throw new IllegalStateException(reason);
        }
        checked = true;
    }
}
