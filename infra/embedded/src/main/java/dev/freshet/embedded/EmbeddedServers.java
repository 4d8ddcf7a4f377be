package dev.freshet.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts the real servers: PostgreSQL and Redis as children of this JVM, Kafka inside it.
 *
 * <p>State and logs live in the settings' folder and survive restarts, also after a kill -9. The servers end with this
 * JVM, however it ends.
 */
public final class EmbeddedServers implements Servers {

    private final ServerFolder folder;
    private final RunningServers running;
    private final Closeable last;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedServers(ServerFolder folder, RunningServers running, Closeable last) {
        this.folder = folder;
        this.running = running;
        this.last = last;
    }

    /**
     * Starts all three, or none.
     *
     * @throws FolderInUseException when another program has the folder
     * @throws PortInUseException when a wanted port is taken
     * @throws ServerStartException when a server does not come up
     */
    public static Servers start(EmbeddedSettings settings) {
        return start(settings, new Binaries(settings.folder().resolve("bin")), () -> {});
    }

    static Servers start(EmbeddedSettings settings, Binaries binaries, Closeable last) {
        ServerFolder folder = ServerFolder.lock(settings.folder());
        try {
            return new EmbeddedServers(folder, RunningServers.start(folder, settings, binaries), last);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public String jdbcUrl(String database) {
        return running.postgres().databases().jdbcUrl(database);
    }

    @Override
    public String user() {
        return Postgres.USER;
    }

    @Override
    public String password() {
        return Postgres.PASSWORD;
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + running.kafka().port();
    }

    @Override
    public String redisUri() {
        return "redis://127.0.0.1:" + running.redis().port();
    }

    @Override
    public void createDatabase(String name) {
        running.postgres().databases().create(name);
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try (folder) {
            running.close();
            last.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
