package dev.freshet.capture.engine;

import java.time.Instant;

/** What an engine tells of its work, as it happens. Called on the engine's thread; must not block. */
public interface Progress {

    /** A batch was worked off, perhaps an empty one. */
    void batch();

    /** Kafka acknowledged so many changes, stubs included. */
    void published(int changes);

    /** One change went out as a stub, because it could not be written or was too large. */
    void stub();

    /**
     * A beat came through, and everything before it is acknowledged.
     *
     * @param time the start of its transaction, by the database's clock
     */
    void beat(Instant time);

    /** A watermark was published; capture is well. */
    void watermark();

    /** A gap is open, and the caches cannot be told yet. */
    void held(String reason);
}
