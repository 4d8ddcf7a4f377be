package dev.freshet.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Redis with an append-only file in the folder, as a daemon of ours. */
final class Redis implements Server {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final RedisHome home;
    private final Leash leash;
    private final String version;
    private final int port;

    private Redis(RedisHome home, Leash leash, String version, int port) {
        this.home = home;
        this.leash = leash;
        this.version = version;
        this.port = port;
    }

    static Redis start(RedisHome home, Path program, int port, Map<String, String> parameters)
            throws IOException, InterruptedException {
        ProcessHandle server = home.start(program, port, parameters);
        Leash leash = Leash.of(home.pidFile(), server, "TERM");
        try {
            return new Redis(home, leash, home.awaitReady(server, port), port);
        } catch (RuntimeException e) {
            home.stop();
            leash.close();
            throw e;
        }
    }

    @Override
    public String title() {
        return "Redis " + version;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        home.stop();
        leash.close();
        LOG.debug("{} stopped", title());
    }
}
