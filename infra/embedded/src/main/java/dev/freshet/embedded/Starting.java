package dev.freshet.embedded;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that another thread is starting. */
final class Starting<S extends Server> {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

    private final String name;
    private final Future<S> server;

    Starting(ExecutorService threads, String name, Callable<S> start) {
        this.name = name;
        this.server = threads.submit(() -> timed(start));
    }

    private static <S extends Server> S timed(Callable<S> start) throws Exception {
        long begin = System.nanoTime();
        S server = start.call();
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
        LOG.info("{} on 127.0.0.1:{} in {} s", server.title(), server.port(), "%.1f".formatted(seconds));
        return server;
    }

    S await() {
        try {
            return server.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while " + name + " was starting", e);
        }
    }

    /** Stops the server once it has started; that it did not start is known already. */
    void undo() {
        try {
            server.get().close();
        } catch (ExecutionException e) {
            LOG.debug("{} did not start, so there is nothing to stop", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ServerStartException failure(@Nullable Throwable cause) {
        return cause instanceof ServerStartException known
                ? known
                : new ServerStartException(name + " did not start: " + cause, cause);
    }
}
