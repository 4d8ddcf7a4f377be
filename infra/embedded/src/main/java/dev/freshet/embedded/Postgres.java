package dev.freshet.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL cluster of its own in the folder, as a child that leads its own session. */
final class Postgres implements Server {

    static final String USER = "freshet";
    static final String PASSWORD = "freshet";

    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final PostgresCluster cluster;
    private final PostgresDatabases databases;
    private final Leash leash;
    private final String version;

    private Postgres(PostgresCluster cluster, PostgresDatabases databases, Leash leash) {
        this.cluster = cluster;
        this.databases = databases;
        this.leash = leash;
        this.version = databases.serverVersion();
    }

    static Postgres start(PostgresCluster cluster, int port, Map<String, String> parameters)
            throws IOException, InterruptedException {
        cluster.create();
        cluster.configure(PostgresParameters.of(port, parameters));
        cluster.ownKey(parameters);
        try {
            return launch(cluster, port);
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.stop();
            throw e;
        }
    }

    /** The leash comes first and readiness later: recovery may take its time. */
    private static Postgres launch(PostgresCluster cluster, int port) throws IOException, InterruptedException {
        Process start = cluster.start();
        Patience.until(START_LIMIT, () -> cluster.pidFile().server().isPresent() || !start.isAlive());
        ProcessHandle server = cluster.pidFile().server().orElseThrow(cluster.programs()::failure);
        Leash leash = Leash.of(cluster.pidFile(), server, "INT");
        try {
            PostgresDatabases databases = ready(cluster, start, port);
            return new Postgres(cluster, databases, leash);
        } catch (InterruptedException | RuntimeException e) {
            leash.close();
            throw e;
        }
    }

    private static PostgresDatabases ready(PostgresCluster cluster, Process start, int port)
            throws InterruptedException {
        if (start.waitFor() != 0) {
            throw cluster.programs().failure();
        }
        PostgresDatabases databases = new PostgresDatabases("127.0.0.1", port);
        databases.createIfAbsent("freshet");
        return databases;
    }

    PostgresDatabases databases() {
        return databases;
    }

    @Override
    public String title() {
        return "PostgreSQL " + version;
    }

    @Override
    public int port() {
        return databases.port();
    }

    @Override
    public void close() {
        cluster.stop();
        leash.close();
        LOG.debug("{} stopped", title());
    }
}
