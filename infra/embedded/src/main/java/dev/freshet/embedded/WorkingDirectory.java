package dev.freshet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Which processes work in a folder, as far as the system tells: Linux does. */
record WorkingDirectory(Path folder) {

    /** The living ones; empty where the system does not tell. */
    Stream<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(process -> isOf(process).orElse(false));
    }

    /** Absent where the system does not tell. */
    Optional<Boolean> isOf(ProcessHandle process) {
        Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return Files.isSymbolicLink(link) ? Optional.of(Files.isSameFile(link, folder)) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(false);
        }
    }
}
