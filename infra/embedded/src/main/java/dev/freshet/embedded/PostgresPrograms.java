package dev.freshet.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs initdb and pg_ctl.
 *
 * @param home the folder that has their {@code bin}
 * @param log takes what they and the server say
 */
record PostgresPrograms(Path home, Privileges privileges, Path log) {

    /** Whether it succeeded. */
    boolean run(String program, String... arguments) throws IOException, InterruptedException {
        return start(program, arguments).waitFor() == 0;
    }

    Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(privileges.prefix());
        command.add(home.resolve("bin").resolve(Platform.executable(program)).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    ServerStartException failure() {
        return new ServerStartException("PostgreSQL did not start." + privileges.hint() + " " + new LogTail(log));
    }
}
