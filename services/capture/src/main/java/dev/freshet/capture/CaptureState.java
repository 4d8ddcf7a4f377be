package dev.freshet.capture;

/** What capture is doing. */
enum CaptureState {
    /** checks, gaps, publication, slot, and the engine's own start */
    STARTING,
    /** another instance streams from the slot */
    STANDBY,
    /** the engine has handed over its first batch */
    STREAMING,
    /** the last run failed; another follows */
    FAILED,
    /** by request */
    STOPPED
}
