package dev.freshet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Ends a server when this program dies, however it dies.
 *
 * <p>A small shell holds the reading end of a pipe from us. When the pipe closes, the shell signals the server if its
 * pid file still names it: after an orderly stop it does not. The shell ignores the signals that a terminal sends to
 * all of its programs. On Windows there is no shell; the next start finds what is left.
 */
final class Leash implements AutoCloseable {

    private static final String SCRIPT =
            """
            trap '' HUP INT QUIT TERM
            read -r word
            read -r pid < "$1" && [ "$pid" = "$2" ] && kill -s "$3" "$2"
            """;

    private final Process shell;

    private Leash(Process shell) {
        this.shell = shell;
    }

    static Leash of(PidFile pidFile, ProcessHandle server, String signal) throws IOException {
        String pid = Long.toString(server.pid());
        ProcessBuilder command = Platform.isWindows()
                ? new ProcessBuilder("cmd", "/c", "exit")
                : new ProcessBuilder("sh", "-c", SCRIPT, "leash", pidFile.file().toString(), pid, signal);
        return new Leash(command.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** To be called when the server has stopped. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
