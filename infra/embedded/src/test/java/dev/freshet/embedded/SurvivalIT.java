package dev.freshet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SurvivalIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createTempDirectory("freshet-survival-").toRealPath();
        Binaries.makeReadable(folder);
    }

    @AfterEach
    void deleteFolder() throws Exception {
        assertThat(servers()).isEmpty();
        Tree.delete(folder);
    }

    @Test
    void serversEndWithAKilledProgramAndLoseNothing() throws Exception {
        try (ChildProgram program = ChildProgram.start(List.of(), folder)) {
            program.awaitLine("wrote 50");
            assertThat(servers()).hasSize(2);

            program.kill();

            await().atMost(SOON).until(() -> servers().isEmpty());
            assertNothingLost(program.acknowledged());
        }
    }

    @Test
    void nothingIsLostWhenTheServersAreKilledToo() throws Exception {
        try (ChildProgram program = ChildProgram.start(List.of(), folder)) {
            program.awaitLine("wrote 50");

            List<ProcessHandle> servers = servers();
            program.kill();
            servers.forEach(ProcessHandle::destroyForcibly);

            assertNothingLost(program.acknowledged());
        }
    }

    @Test
    void theNextStartEndsServersThatAreLeftOver(CapturedOutput output) throws Exception {
        try (ChildProgram program = ChildProgram.start(List.of(), folder)) {
            program.awaitLine("wrote 5");

            program.process().children().forEach(ProcessHandle::destroyForcibly);
            program.kill();

            List<String> acknowledged = program.acknowledged();
            List<ProcessHandle> leftOver = servers();
            assertThat(leftOver).hasSize(2);
            assertNothingLost(acknowledged);
            assertThat(leftOver).noneMatch(ProcessHandle::isAlive);
            assertThat(output)
                    .contains("Stopped PostgreSQL (process ")
                    .contains("Stopped Redis (process ")
                    .contains("which an earlier program had left in " + folder);
        }
    }

    @Test
    void ctrlCStopsTheServersInOrder() throws Exception {
        assumeThat(Path.of("/usr/bin/setsid"))
                .as("makes a process group of its own")
                .exists();
        try (ChildProgram program = ChildProgram.start(List.of("setsid"), folder)) {
            program.awaitLine("wrote 5");

            signalGroup("INT", program.process().toHandle());

            List<String> acknowledged = program.acknowledged();
            assertThat(servers()).isEmpty();
            assertThat(program.said()).contains("closed");
            assertThat(stopsIn(program.said())).containsExactly("Kafka", "Redis", "PostgreSQL");
            assertThat(Files.readString(folder.resolve("postgres.log"))).contains("fast shutdown request");
            assertNothingLost(acknowledged);
        }
    }

    @Test
    void kafkaEndsTheProgramInOrderWhenItCannotGoOn() throws Exception {
        try (ChildProgram program = ChildProgram.start(List.of(), folder, "3")) {
            program.acknowledged();

            assertThat(program.process().waitFor()).isEqualTo(3);
            assertThat(program.said())
                    .contains("closed")
                    .anyMatch(line -> line.endsWith(
                            "Kafka cannot go on and wants to end the program with status 3: for the test"));
        }
    }

    @Test
    void aSecondProgramOnTheFolderIsRefused() throws Exception {
        try (ChildProgram first = ChildProgram.start(List.of(), folder)) {
            first.awaitLine("ready");
            try (ChildProgram second = ChildProgram.start(List.of(), folder)) {
                second.acknowledged();

                assertThat(second.process().waitFor()).isNotZero();
                assertThat(second.said())
                        .anyMatch(line -> line.contains("Another running program keeps its servers in " + folder));
            }
            first.awaitLine("wrote 5");
            first.process().toHandle().destroy();
            first.acknowledged();
            assertThat(first.process().waitFor()).isEqualTo(143);
        }
    }

    private void assertNothingLost(List<String> acknowledged) throws Exception {
        EmbeddedSettings settings = new EmbeddedSettings(folder, 0, 0, 0, Map.of());
        assertThat(acknowledged).isNotEmpty();
        try (Servers again = EmbeddedServers.start(settings, TemporaryServers.sharedBinaries(folder), () -> {});
                Writes writes = new Writes(again)) {
            assertThat(writes.rows()).containsAll(acknowledged);
            assertThat(writes.records()).containsAll(acknowledged);
            assertThat(writes.keys()).containsAll(acknowledged);
        }
    }

    private static Stream<String> stopsIn(List<String> lines) {
        return lines.stream()
                .filter(line -> line.endsWith(" stopped"))
                .map(line -> line.replaceAll(".* (\\w+) [0-9.]+ stopped", "$1"));
    }

    private static void signalGroup(String signal, ProcessHandle leader) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", signal, "--", "-" + leader.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private List<ProcessHandle> servers() {
        return Stream.of(
                        PostgresCluster.pidFile(folder.resolve("postgres")),
                        new RedisHome(folder.resolve("redis"), folder).pidFile())
                .flatMap(pidFile -> pidFile.server().stream())
                .toList();
    }
}
