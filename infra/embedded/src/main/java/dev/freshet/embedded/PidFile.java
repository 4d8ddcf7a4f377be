package dev.freshet.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file in which a server of ours notes its process id.
 *
 * @param file whose first line is the id
 * @param program the server's executable without ending
 * @param home the server's working directory
 */
record PidFile(Path file, String program, Path home) {

    /** The server that the file names, when it is alive and really that server: ids are used again. */
    Optional<ProcessHandle> server() {
        return firstLine().flatMap(PidFile::process).filter(this::isTheServer);
    }

    /**
     * Deletes the file when its id belongs to another process, or to a zombie: PostgreSQL would take that for a server
     * of its own. An id of no process is left to PostgreSQL, which sees more.
     */
    void deleteIfMisleading() throws IOException {
        if (firstLine().flatMap(PidFile::process).isPresent() && server().isEmpty()) {
            Files.delete(file);
        }
    }

    private Optional<String> firstLine() {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.findFirst().map(String::strip);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ProcessHandle> process(String id) {
        return id.matches("[1-9][0-9]{0,9}") ? ProcessHandle.of(Long.parseLong(id)) : Optional.empty();
    }

    /** A zombie has neither a command nor a working directory, so it is not taken for a server. */
    private boolean isTheServer(ProcessHandle process) {
        return process.info().command().filter(this::isTheProgram).isPresent()
                && new WorkingDirectory(home).isOf(process).orElse(true);
    }

    private boolean isTheProgram(String command) {
        return Path.of(command).endsWith(Platform.executable(program));
    }
}
