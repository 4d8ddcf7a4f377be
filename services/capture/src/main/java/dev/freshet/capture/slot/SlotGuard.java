package dev.freshet.capture.slot;

/**
 * Makes sure that the slot an engine streams from is the one that was made ready for it: Debezium creates a missing
 * slot without a word. Until a run marks its first position, the slot cannot be further than it was.
 *
 * @param slot the slot
 * @param furthest the position that was acknowledged or stored last, in bytes of the write-ahead log
 */
public record SlotGuard(Slot slot, long furthest) {

    /** Whether it is another slot by now. To be asked when streaming has begun and nothing has been marked yet. */
    public boolean isAnother() {
        return slot.state()
                .map(SlotState::confirmed)
                .filter(confirmed -> confirmed > furthest)
                .isPresent();
    }
}
