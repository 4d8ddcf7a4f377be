package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged program in a process of its own, on free ports and a folder that a restart finds again. */
final class FreshetProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "freshet.jar");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder;
    private final Addresses addresses;
    private final int httpPort = freePort();
    private final List<String> settings;
    private Process process;

    /** Where the servers are. */
    record Addresses(String jdbcUrl, String bootstrapServers, String redisUri) {}

    private FreshetProcess(Path folder, Addresses addresses, List<String> settings) {
        this.folder = folder;
        this.addresses = addresses;
        this.settings = settings;
        this.process = launch();
    }

    /** Starts the default run on this folder and waits until it is healthy. */
    static FreshetProcess start(Path folder, String... more) {
        int postgres = freePort();
        int kafka = freePort();
        int redis = freePort();
        FreshetProcess freshet = new FreshetProcess(
                folder,
                new Addresses(
                        "jdbc:postgresql://127.0.0.1:" + postgres + "/freshet",
                        "127.0.0.1:" + kafka,
                        "redis://127.0.0.1:" + redis),
                Stream.concat(
                                Stream.of(
                                        "--freshet.folder=" + folder,
                                        "--freshet.embedded.postgres-port=" + postgres,
                                        "--freshet.embedded.kafka-port=" + kafka,
                                        "--freshet.embedded.redis-port=" + redis),
                                Stream.of(more))
                        .toList());
        return freshet.healthy();
    }

    /** Starts all roles on servers that run elsewhere; the folder is for the log. */
    static FreshetProcess startOn(Addresses addresses, Path folder) {
        return startOn(
                addresses,
                folder,
                List.of(
                        "--spring.datasource.url=" + addresses.jdbcUrl(),
                        "--spring.kafka.bootstrap-servers=" + addresses.bootstrapServers(),
                        "--freshet.redis.uri=" + addresses.redisUri()));
    }

    /** Starts all roles as the settings say; the addresses are for the test's own connections. */
    static FreshetProcess startOn(Addresses addresses, Path folder, List<String> settings) {
        List<String> all = new ArrayList<>(List.of("--freshet.servers=external", "--freshet.demo=true"));
        all.addAll(settings);
        return new FreshetProcess(folder, addresses, all).healthy();
    }

    /** Starts what the settings say and nothing else, such as one role. */
    static FreshetProcess startOnly(Addresses addresses, Path folder, List<String> settings) {
        return new FreshetProcess(folder, addresses, settings).healthy();
    }

    /** Starts one role over servers that are there already, and waits until it is healthy. */
    static FreshetProcess startRole(String role, Servers servers, String database, Path folder, String... more) {
        List<String> settings = new ArrayList<>(external(servers, database));
        settings.add("--freshet.roles=" + role);
        settings.addAll(List.of(more));
        Addresses addresses = new Addresses(servers.jdbcUrl(database), servers.bootstrapServers(), servers.redisUri());
        return startOnly(addresses, folder.resolve(role), settings);
    }

    /** The settings that lead to servers that are there already. */
    static List<String> external(Servers servers, String database) {
        return List.of(
                "--freshet.servers=external",
                "--spring.datasource.url=" + servers.jdbcUrl(database),
                "--spring.datasource.username=" + servers.user(),
                "--spring.datasource.password=" + servers.password(),
                "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                "--freshet.redis.uri=" + servers.redisUri());
    }

    /** Runs the program to its end, for starts that are refused and for commands. */
    static Finished run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "run", ".log");
        Process process = java(arguments)
                .directory(folder.toFile())
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as("ends by itself: " + arguments)
                .isTrue();
        return new Finished(process.exitValue(), Files.readString(log));
    }

    record Finished(int exitCode, String output) {}

    private Process launch() {
        List<String> arguments = new ArrayList<>(settings);
        arguments.add("--server.port=" + httpPort);
        try {
            Files.createDirectories(folder);
            return java(arguments)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder java(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private Path log() {
        return folder.resolveSibling(folder.getFileName() + ".log");
    }

    String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FreshetProcess healthy() {
        try {
            awaitHealthy();
            return this;
        } catch (RuntimeException | Error e) {
            close(); // nobody else will
            throw new AssertionError(output(), e);
        }
    }

    void awaitHealthy() {
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            assertThat(process.isAlive()).as(this::output).isTrue();
            return isHealthy();
        });
    }

    private boolean isHealthy() throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + "/actuator/health")))
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // does not listen yet
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int managementPort() {
        String setting = "--management.server.port=";
        return settings.stream()
                .filter(argument -> argument.startsWith(setting))
                .map(argument -> Integer.parseInt(argument.substring(setting.length())))
                .findFirst()
                .orElse(httpPort);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(addresses.jdbcUrl(), "freshet", "freshet");
    }

    RedisClient redis() {
        return RedisClient.create(addresses.redisUri());
    }

    String bootstrapServers() {
        return addresses.bootstrapServers();
    }

    /** kill -9 of the program; its children are left to their own devices. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void restart() {
        process = launch();
        awaitHealthy();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** SIGTERM; returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(this::output).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
