package dev.freshet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** PostgreSQL's data directory, and the server that works on it. */
record PostgresCluster(Path data, PostgresPrograms programs) {

    private static final String PROGRAM = "postgres";
    private static final String OUR_CONFIGURATION = "freshet.conf";
    private static final Duration ORPHANS_LIMIT = Duration.ofSeconds(5);

    static PidFile pidFile(Path data) {
        return new PidFile(data.resolve("postmaster.pid"), PROGRAM, data);
    }

    PidFile pidFile() {
        return pidFile(data);
    }

    /** Created beside its place and moved there when complete: a program killed half-way leaves no half cluster. */
    void create() throws IOException, InterruptedException {
        if (Files.isDirectory(data)) {
            programs.privileges().own(data);
            return;
        }
        Path unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
        Tree.delete(unfinished);
        Files.createDirectory(unfinished);
        programs.privileges().own(unfinished);
        initialise(unfinished);
        Files.writeString(
                unfinished.resolve("postgresql.conf"),
                "\ninclude_if_exists '" + OUR_CONFIGURATION + "'\n",
                StandardOpenOption.APPEND);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The collation is PostgreSQL's own, the same on each platform. */
    private void initialise(Path folder) throws IOException, InterruptedException {
        Path passwordFile = Files.createTempFile(folder.getParent(), "password", "");
        try {
            Files.writeString(passwordFile, Postgres.PASSWORD);
            programs.privileges().own(passwordFile);
            boolean initialised = programs.run(
                    "initdb",
                    "--pgdata=" + folder,
                    "--username=" + Postgres.USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-instructions");
            if (!initialised) {
                throw programs.failure();
            }
        } finally {
            Files.delete(passwordFile);
        }
    }

    void configure(String parameters) throws IOException {
        Path configuration = data.resolve(OUR_CONFIGURATION);
        Files.writeString(configuration, parameters);
        programs.privileges().own(configuration);
    }

    /** The server takes no private key that others may read. */
    void ownKey(Map<String, String> parameters) throws IOException {
        String key = parameters.get("ssl_key_file");
        if (key != null) {
            programs.privileges().own(data.resolve(key));
        }
    }

    /**
     * Returns at once; the process ends with 0 when the server is ready. The server leads a session of its own, so that
     * ctrl-C in a terminal does not reach it before we stop it.
     */
    Process start() throws IOException {
        awaitOrphans();
        pidFile().deleteIfMisleading();
        return programs.start("pg_ctl", "start", "--wait", "--timeout=300", "--silent", "--pgdata=" + data);
    }

    /** Children of a killed server end by themselves unless they are busy; a new server does not start beside them. */
    private void awaitOrphans() {
        if (!Patience.until(ORPHANS_LIMIT, () -> orphans().findAny().isEmpty())) {
            orphans().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Stream<ProcessHandle> orphans() {
        return new WorkingDirectory(data).processes().filter(process -> process.info()
                .command()
                .filter(it -> it.endsWith(PROGRAM))
                .isPresent());
    }

    /** Sends everyone away; when that takes too long, ends at once and leaves recovery to the next start. */
    void stop() {
        if (!stop("fast")) {
            stop("immediate");
        }
    }

    private boolean stop(String mode) {
        try {
            return pidFile().server().isEmpty()
                    || programs.run("pg_ctl", "stop", "--silent", "--pgdata=" + data, "--mode=" + mode, "--timeout=10");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
