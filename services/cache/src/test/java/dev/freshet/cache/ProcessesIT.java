package dev.freshet.cache;

import static dev.freshet.cache.Stage.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three applications in JVMs of their own, 200 threads in all, and one cold key. */
class ProcessesIT {

    private static final List<Integer> THREADS = List.of(66, 67, 67);

    private final Stage stage = new Stage();
    private final List<Application> applications = new ArrayList<>();
    private UUID lecture = UUID.randomUUID();

    @BeforeEach
    void begin() {
        stage.grantLease();
        lecture = stage.lecture("one");
    }

    @AfterEach
    void end() {
        applications.forEach(Application::close);
        stage.close();
    }

    @Test
    void allThreadsOfAllProcessesLoadOneColdKeyOnce() throws IOException {
        start(2_000);

        await().atMost(SOON).until(() -> answers().size() == 200);
        assertThat(answers()).containsOnly("answer \"one\"");
        assertThat(loads()).isEqualTo(1);
    }

    @Test
    void whenTheLoaderIsKilledAnotherLoadsOnceForAllOthers() throws IOException {
        start(4_000);
        await().atMost(SOON).until(() -> loads() == 1);
        Application loading = applications.stream()
                .filter(application -> application.said.contains("load"))
                .findAny()
                .orElseThrow();

        loading.process.destroyForcibly();

        await().atMost(SOON.multipliedBy(2)).until(() -> answers().size() == 200 - loading.threads);
        assertThat(answers()).containsOnly("answer \"one\"");
        assertThat(loads()).isEqualTo(2);
    }

    private void start(long millis) throws IOException {
        for (int threads : THREADS) {
            applications.add(new Application(stage, lecture, threads, millis));
        }
        await().atMost(SOON.multipliedBy(3))
                .until(() -> applications.stream().allMatch(application -> application.said.contains("ready")));
        for (Application application : applications) {
            application.process.outputWriter().append('\n').flush();
        }
    }

    private List<String> answers() {
        return applications.stream()
                .flatMap(application -> application.said.stream())
                .filter(line -> line.startsWith("answer"))
                .toList();
    }

    private long loads() {
        return applications.stream()
                .flatMap(application -> application.said.stream())
                .filter("load"::equals)
                .count();
    }

    private static final class Application implements AutoCloseable {

        final List<String> said = new CopyOnWriteArrayList<>();
        final int threads;
        final Process process;

        Application(Stage stage, UUID lecture, int threads, long millis) throws IOException {
            Servers servers = TestServers.shared();
            this.threads = threads;
            this.process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AskingProgram.class.getName(),
                            stage.database.getJdbcUrl(),
                            servers.user(),
                            servers.password(),
                            servers.redisUri(),
                            stage.keys.prefix(),
                            lecture.toString(),
                            Integer.toString(threads),
                            Long.toString(millis))
                    .redirectErrorStream(true)
                    .start();
            Thread reader = new Thread(() -> read(process.inputReader()));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(BufferedReader output) {
            output.lines().forEach(line -> {
                if (line.startsWith("> ")) {
                    said.add(line.substring(2));
                } else {
                    System.out.println(process.pid() + ": " + line);
                }
            });
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
