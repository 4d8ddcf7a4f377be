package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.RulesFile;
import dev.freshet.rules.database.RulesCheck;
import io.lettuce.core.RedisClient;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Runs each block of the tutorial as it is printed: commands by a shell, statements by a client, the file as a file. Only the
 * environment is the test's: the ports, and a {@code redis-cli} of ours that knows them.
 */
class TutorialIT {

    private static final Path TUTORIAL = Path.of("..", "rules", "TUTORIAL.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern EXPECTED = Pattern.compile("# (\\d+)$", Pattern.MULTILINE);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final int http = FreshetProcess.freePort();
    private final int postgres = FreshetProcess.freePort();
    private final int redis = FreshetProcess.freePort();
    private final Map<String, String> environment = Map.of(
            "SERVER_PORT", "" + http,
            "FRESHET_EMBEDDED_POSTGRES_PORT", "" + postgres,
            "FRESHET_EMBEDDED_REDIS_PORT", "" + redis,
            "FRESHET_EMBEDDED_KAFKA_PORT", "" + FreshetProcess.freePort());

    /** Stands for the folder of the repository. */
    @TempDir
    private Path folder;

    private @Nullable Process program;

    @BeforeEach
    void prepare() throws IOException {
        Files.createSymbolicLink(folder.resolve("services"), Path.of("..").toRealPath());
        Path client = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("redis-cli"),
                "#!/bin/sh\n[ \"$1 $2\" = '-p 16379' ] && shift 2 && exec java -cp '"
                        + System.getProperty("java.class.path") + "' " + RedisCli.class.getName() + " -p " + redis
                        + " \"$@\"\n");
        assertThat(client.toFile().setExecutable(true)).isTrue();
    }

    /** Ends the program, not the shell that waits for it, unless that has become the program. */
    @AfterEach
    void stop() throws InterruptedException {
        Process shell = program;
        if (shell != null) {
            Stream.concat(Stream.of(shell.toHandle()), shell.children())
                    .filter(process -> process.info().command().orElse("").endsWith("java"))
                    .findFirst()
                    .ifPresent(ProcessHandle::destroy);
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
        }
    }

    @Test
    void isTrue() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(TUTORIAL));
        int done = 0;
        while (block.find()) {
            String text = block.group(2);
            switch (block.group(1)) {
                case "sh" -> {
                    if (text.startsWith("java -jar ")) {
                        start(text);
                    } else {
                        ask(text);
                    }
                }
                case "sql" -> execute(text);
                case "yaml" -> Files.writeString(folder.resolve("teas.yaml"), text);
                default -> throw new AssertionError("who runs " + block.group());
            }
            done++;
        }
        assertThat(done).isEqualTo(12);
        withoutTheIdentityTheRulesAreRefusedAndTheMessageNamesTheStatement();
    }

    private void withoutTheIdentityTheRulesAreRefusedAndTheMessageNamesTheStatement() throws Exception {
        execute("ALTER TABLE public.teas REPLICA IDENTITY DEFAULT");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser("freshet");
        source.setPassword("freshet");
        Path rules = folder.resolve("teas.yaml");

        assertThatThrownBy(() -> new RulesCheck(source).check(RulesFile.read("teas.yaml", Files.readString(rules))))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageContaining("ALTER TABLE public.teas REPLICA IDENTITY FULL");
    }

    /** In a terminal of its own; ends what ran there before. */
    private void start(String block) throws Exception {
        stop();
        Path log = folder.resolve("program.log");
        Process started = shell(block).redirectOutput(log.toFile()).start();
        program = started;
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            assertThat(started.isAlive()).as(Files.readString(log)).isTrue();
            return isHealthy();
        });
    }

    private boolean isHealthy() throws InterruptedException {
        try {
            URI health = URI.create("http://127.0.0.1:" + http + "/actuator/health");
            return FreshetProcess.send(HttpRequest.newBuilder(health)).statusCode() == 200;
        } catch (IOException e) {
            return false; // does not listen yet
        }
    }

    /** A moment later; what is printed is what the comments say. */
    private void ask(String block) throws Exception {
        settle();
        Process process = shell(block).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        List<String> expected =
                EXPECTED.matcher(block).results().map(found -> found.group(1)).toList();
        if (expected.isEmpty()) {
            assertThat(printed.lines())
                    .as(block)
                    .hasSize((int) block.lines().count())
                    .containsOnly("OK");
        } else {
            assertThat(printed.lines().map(line -> line.replace("(integer) ", "")))
                    .as(block)
                    .containsExactlyElementsOf(expected);
        }
    }

    private ProcessBuilder shell(String block) {
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", block)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        String path = String.join(
                File.pathSeparator,
                folder.resolve("bin").toString(),
                Path.of(System.getProperty("java.home"), "bin").toString(),
                System.getenv("PATH"));
        shell.environment().putAll(environment);
        shell.environment().put("PATH", path);
        return shell;
    }

    private void settle() {
        long now = System.currentTimeMillis();
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis);
        try (var connection = client.connect()) {
            await().atMost(SOON).until(() -> {
                String beat = connection.sync().get("{freshet}:lease");
                return beat != null && Long.parseLong(beat) > now;
            });
        } finally {
            client.shutdown();
        }
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres + "/freshet";
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url(), "freshet", "freshet");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
