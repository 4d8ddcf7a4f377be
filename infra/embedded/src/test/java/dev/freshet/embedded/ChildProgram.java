package dev.freshet.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** {@link Program} in a JVM of its own. */
final class ChildProgram implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final List<String> said = new ArrayList<>();

    private ChildProgram(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** The launcher's words come before java's. */
    static ChildProgram start(List<String> launcher, Path folder, String... more) throws IOException {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.toString());
        List<String> command = Stream.of(launcher.stream(), java, Stream.of(more))
                .flatMap(it -> it)
                .toList();
        return new ChildProgram(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads on to that line. */
    void awaitLine(String line) {
        while (!said.contains(line)) {
            said.add(Objects.requireNonNull(read(), () -> "ended before it said '" + line + "': " + said));
        }
    }

    /** Reads on to the end; what it wrote and was acknowledged. */
    List<String> acknowledged() {
        for (String line = read(); line != null; line = read()) {
            said.add(line);
        }
        return said.stream()
                .filter(line -> line.matches("wrote [0-9]+"))
                .map(line -> line.substring("wrote ".length()))
                .toList();
    }

    List<String> said() {
        return said;
    }

    Process process() {
        return process;
    }

    /** With kill -9; unlike the process's own method this leaves its output to be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    private String read() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
