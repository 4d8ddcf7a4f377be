package dev.freshet.app;

import dev.freshet.app.commands.Arguments;
import dev.freshet.app.commands.Commands;

/** The program. Without a word it runs the roles; a first word selects a command. */
public final class FreshetApplication {

    private FreshetApplication() {}

    public static void main(String[] arguments) {
        Arguments split = Arguments.of(arguments);
        int exitCode = split.isRun() ? Run.roles(split.settings()) : Commands.execute(split);
        if (exitCode != Run.RUNNING) {
            // a start that failed may leave threads of a driver or a server behind
            System.exit(exitCode);
        }
    }
}
