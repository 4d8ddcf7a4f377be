package dev.freshet.app.commands;

import picocli.CommandLine.Command;

/** Listed for the help page: the program recognises {@code run} before it looks for commands. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the roles (the default). Takes settings only, such as --freshet.roles=capture,invalidation.")
final class RunCommand {}
