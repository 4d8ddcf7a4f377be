package dev.freshet.statistics.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.statistics.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL server of the embedded test servers, which can be stopped the hard way and started again. */
final class PostgresServer {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final Scene scene;
    private final Path data;

    PostgresServer(Scene scene) {
        this.scene = scene;
        this.data = Path.of(scene.rows("SHOW data_directory").get(0));
    }

    /** An immediate stop: every session ends, nothing is written any more, and recovery is left to the start. */
    void restart() {
        assertThat(scene.rows("SHOW fsync")).containsExactly("on");
        String since = scene.rows("SELECT pg_postmaster_start_time()").get(0);
        try {
            ProcessHandle server = postmaster();
            String program = server.info().command().orElseThrow();
            run(List.of("kill", "-QUIT", Long.toString(server.pid())));
            await().atMost(LONG).until(() -> !server.isAlive());
            List<String> start = new ArrayList<>(prefix());
            start.addAll(List.of(
                    Path.of(program).resolveSibling("pg_ctl").toString(),
                    "start",
                    "--wait",
                    "--silent",
                    "--pgdata=" + data,
                    "--log=" + data.resolve("restarts.log")));
            run(start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(LONG).ignoreExceptions().until(() -> !scene.rows("SELECT pg_postmaster_start_time()")
                .get(0)
                .equals(since));
    }

    /** The server restarts by itself after one of its sessions was killed: all others end, and it recovers. */
    void crash() {
        Integer backend = scene.jdbc().execute((java.sql.Connection connection) -> {
            try (var rows = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
                rows.next();
                return rows.getInt(1);
            }
        });
        ProcessHandle.of(backend == null ? 0 : backend).orElseThrow().destroyForcibly();
        await().atMost(LONG).ignoreExceptions().until(() -> !scene.rows("SELECT 1")
                .isEmpty());
    }

    private ProcessHandle postmaster() throws IOException {
        return ProcessHandle.of(Long.parseLong(
                        Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
                .orElseThrow();
    }

    /** As the embedded servers do for root. */
    private List<String> prefix() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        return Files.getAttribute(data, "unix:uid").equals(0)
                ? List.of("unshare", "-U")
                : List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.onExit().join().exitValue()).as("%s", command).isZero();
    }
}
