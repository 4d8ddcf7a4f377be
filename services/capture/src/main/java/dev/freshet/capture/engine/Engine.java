package dev.freshet.capture.engine;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** One run of Debezium's engine. {@link #run} is called once; {@link #close} by any thread, as often as one likes. */
final class Engine implements AutoCloseable {

    private static final Duration RETRY = Duration.ofMillis(50);
    private static final int RETRIES = 600;

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    Engine(Properties properties, ChangeConsumer<RecordChangeEvent<SourceRecord>> batches) {
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(properties)
                .using(Engine.class.getClassLoader())
                .notifying(batches)
                .using(this::completed)
                .build();
    }

    /**
     * Blocks until the engine has ended.
     *
     * @throws EngineFailedException if that was not by {@link #close}
     */
    void run() {
        try {
            engine.run();
        } finally {
            ended.countDown();
        }
        Throwable cause = failure;
        if (cause != null) {
            throw new EngineFailedException(cause);
        }
    }

    /**
     * Waits for the end.
     *
     * @return whether it came in time
     */
    boolean awaitEnd(Duration patience) {
        try {
            return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void completed(boolean success, String message, @Nullable Throwable error) {
        if (!success) {
            failure = error == null ? new IllegalStateException(message) : error;
        }
    }

    /** Debezium refuses while its tasks are starting, so this asks again until the engine has ended. */
    @Override
    public void close() {
        for (int i = 0; i < RETRIES && !awaitEnd(RETRY); i++) {
            ask();
        }
    }

    private void ask() {
        try {
            engine.close();
        } catch (IllegalStateException e) {
            // Starting, stopping or stopped: the loop above tells which
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
