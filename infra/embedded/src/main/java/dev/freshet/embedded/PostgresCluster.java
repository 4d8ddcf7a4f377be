package dev.freshet.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's data directory and the programs that work on it. */
record PostgresCluster(Path programs, Path data, Path log) {

    private static final String OUR_CONFIGURATION = "freshet.conf";

    PidFile pidFile() {
        return new PidFile(data.resolve("postmaster.pid"), "postgres", data);
    }

    /** Created beside its place and moved there when complete: a program killed half-way leaves no half cluster. */
    void create() throws IOException, InterruptedException {
        if (Files.isDirectory(data)) {
            return;
        }
        Path unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
        Tree.delete(unfinished);
        initialise(unfinished);
        Files.writeString(
                unfinished.resolve("postgresql.conf"),
                "\ninclude_if_exists '" + OUR_CONFIGURATION + "'\n",
                StandardOpenOption.APPEND);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void initialise(Path folder) throws IOException, InterruptedException {
        Path passwordFile = Files.createTempFile(data.getParent(), "password", "");
        try {
            Files.writeString(passwordFile, Postgres.PASSWORD);
            Process initdb = command(
                            "initdb",
                            "--pgdata=" + folder,
                            "--username=" + Postgres.USER,
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--locale=C",
                            "--no-instructions")
                    .start();
            if (initdb.waitFor() != 0) {
                throw failure();
            }
        } finally {
            Files.delete(passwordFile);
        }
    }

    void configure(String parameters) throws IOException {
        Files.writeString(data.resolve(OUR_CONFIGURATION), parameters);
    }

    /** The server leads a session of its own, so that ctrl-C in a terminal does not reach it before we stop it. */
    Process start() throws IOException {
        return command("pg_ctl", "start", "--wait", "--timeout=300", "--silent", "-D", data.toString())
                .start();
    }

    /** Sends everyone away; when that takes too long, ends at once and leaves recovery to the next start. */
    void stop() {
        if (!stop("fast", 20)) {
            stop("immediate", 20);
        }
    }

    private boolean stop(String mode, int seconds) {
        try {
            return pidFile().server().isEmpty()
                    || command("pg_ctl", "stop", "--silent", "-D", data.toString(), "-m", mode, "-t", "" + seconds)
                                    .start()
                                    .waitFor()
                            == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    ServerStartException failure() {
        return new ServerStartException("PostgreSQL did not start. " + new LogTail(log));
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it sees another user. */
    private ProcessBuilder command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(
                programs.resolve("bin").resolve(Platform.executable(program)).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
}
