package dev.freshet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Redis' folder: its configuration, its append-only file and its pid file. */
record RedisHome(Path folder, Path log) {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOAD_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    PidFile pidFile() {
        return new PidFile(folder.resolve("redis.pid"), "redis-server", folder);
    }

    ProcessHandle start(Path program, int port, Map<String, String> parameters)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.deleteIfExists(pidFile().file());
        Path configuration = folder.resolve("redis.conf");
        Files.writeString(configuration, configuration(port) + directives(parameters));
        Process process = new ProcessBuilder(program.toString(), configuration.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return Platform.isWindows() ? child(process) : daemon(process);
    }

    /** On Windows Redis is neither a daemon nor the writer of its pid file. */
    private ProcessHandle child(Process process) throws IOException {
        Files.writeString(pidFile().file(), Long.toString(process.pid()));
        return process.toHandle();
    }

    /** A daemon leads a session of its own, so that ctrl-C in a terminal does not reach it before we stop it. */
    private ProcessHandle daemon(Process launcher) throws InterruptedException {
        if (launcher.waitFor() == 0) {
            Patience.until(START_LIMIT, () -> pidFile().server().isPresent());
        }
        return pidFile().server().orElseThrow(this::failure);
    }

    /** The version of the server that answers. */
    String awaitReady(ProcessHandle server, int port) {
        RedisConnection connection = new RedisConnection(port);
        Patience.until(LOAD_LIMIT, () -> connection.version().isPresent() || !server.isAlive());
        return connection.version().orElseThrow(this::failure);
    }

    void stop() {
        pidFile().server().ifPresent(this::stop);
    }

    private void stop(ProcessHandle server) {
        server.destroy();
        if (!Patience.until(STOP_LIMIT, () -> pidFile().server().isEmpty())) {
            server.destroyForcibly();
        }
    }

    private String configuration(int port) {
        return """
                bind 127.0.0.1
                port %d
                daemonize %s
                dir "%s"
                pidfile "%s"
                logfile "%s"
                appendonly yes
                appendfsync everysec
                save ""
                tcp-backlog 128
                """
                .formatted(
                        port,
                        Platform.isWindows() ? "no" : "yes",
                        quotable(folder),
                        quotable(pidFile().file()),
                        quotable(log));
    }

    private static String directives(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + " \"" + quotable(entry.getValue()) + "\"\n")
                .collect(Collectors.joining());
    }

    private static String quotable(Path path) {
        return quotable(path.toString());
    }

    private static String quotable(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Where OpenSSL is missing, the log's end is the dynamic linker's complaint. */
    private ServerStartException failure() {
        return new ServerStartException(
                "Redis did not start; it needs OpenSSL 3 (libssl3), or name another redis-server in the environment variable "
                        + Binaries.REDIS_EXECUTABLE + ". " + new LogTail(log));
    }
}
