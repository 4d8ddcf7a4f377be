package dev.freshet.cache;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A Redis of a test's own, to be killed, paused and restored. */
final class OwnRedis implements AutoCloseable {

    private final Path folder;
    private final Path program;
    private final int port;
    private final List<String> options;
    private Process process;

    OwnRedis(String... options) {
        try {
            this.folder = Files.createTempDirectory("own-redis-");
            String named = System.getenv(ExecutableProvider.ENVIRONMENT_EXECUTABLE_LOCATION);
            this.program = named != null
                    ? Path.of(named)
                    : ExecutableProvider.newJarResourceProvider(folder.toFile())
                            .get()
                            .toPath();
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                this.port = free.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.options = List.of(options);
        this.process = launch();
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    Path dump() {
        return folder.resolve("dump.rdb");
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString(), "--save", ""));
        command.addAll(options);
        try {
            Process launched = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
            await().atMost(Duration.ofSeconds(30)).until(this::answers);
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (RedisClient client = RedisClient.create(uri())) {
            return client.connect().sync().ping().equals("PONG");
        } catch (RedisException e) {
            return false;
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void start() {
        process = launch();
    }

    /** It keeps its connections and answers nobody. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        resume();
        kill();
        for (java.io.File file :
                java.util.Objects.requireNonNull(folder.toFile().listFiles())) {
            file.deleteOnExit();
        }
        folder.toFile().deleteOnExit();
    }
}
