package dev.freshet.capture.engine;

import java.time.Duration;

/**
 * One run of the engine with its producer and admin client. {@link #run} is called once; {@link #stop} by any thread.
 */
public final class EngineRun implements AutoCloseable {

    private static final Duration ORDERLY = Duration.ofSeconds(3);

    private final Engine engine;
    private final Batches batches;
    private final Clients clients;

    EngineRun(Engine engine, Batches batches, Clients clients) {
        this.engine = engine;
        this.batches = batches;
        this.clients = clients;
    }

    /**
     * Captures until stopped.
     *
     * @throws EngineFailedException if it ended by itself
     */
    public void run() {
        engine.run();
    }

    /** Lets {@link #run} return, and waits for that: after the batch at hand, or else in the middle of it. */
    public void stop() {
        batches.finish();
        if (!engine.awaitEnd(ORDERLY)) {
            engine.close();
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
