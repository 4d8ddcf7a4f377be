package dev.freshet.capture.engine;

import org.apache.kafka.clients.admin.Admin;

/**
 * One run of the engine with its producer and admin client. {@link #run} is called once; {@link #stop} by any thread.
 */
public final class EngineRun implements AutoCloseable {

    private final Engine engine;
    private final Sends sends;
    private final Admin admin;

    EngineRun(Engine engine, Sends sends, Admin admin) {
        this.engine = engine;
        this.sends = sends;
        this.admin = admin;
    }

    /**
     * Captures until stopped.
     *
     * @throws EngineFailedException if it ended by itself
     */
    public void run() {
        engine.run();
    }

    /** Lets {@link #run} return, and waits for that. */
    public void stop() {
        engine.close();
    }

    @Override
    public void close() {
        sends.close();
        admin.close();
    }
}
