package dev.freshet.app.commands;

import picocli.CommandLine.Command;

/** The program as the help page shows it. */
@Command(
        name = "freshet",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "freshet [COMMAND] [OPTIONS] [--SETTING=VALUE...]",
        header = "Keeps caches truthful: a changed row takes every cached answer derived from it along.",
        description = {
            "",
            "Without a command it runs: all roles in one process, on embedded servers, with a sample course.",
            "Settings are given as --freshet.roles=capture or as environment variables: FRESHET_ROLES=capture.",
            ""
        },
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands:%n")
final class FreshetCommand {}
