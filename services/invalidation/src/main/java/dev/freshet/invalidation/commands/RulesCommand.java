package dev.freshet.invalidation.commands;

import dev.freshet.invalidation.dryrun.Forecast;
import dev.freshet.invalidation.dryrun.ForecastFormat;
import dev.freshet.rules.InvalidRulesException;
import dev.freshet.rules.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells what rules are worth before they are in force. Neither command changes anything. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Check rules files, and tell what rules would have removed.")
final class RulesCommand {

    private static final String FILES = "A rules file; several together are one set. By default the active rules.";

    private final CandidateRules candidates;
    private final LiveCheck live;
    private final Replay replay;

    @Spec
    private @Nullable CommandSpec spec;

    RulesCommand(CandidateRules candidates, LiveCheck live, Replay replay) {
        this.candidates = candidates;
        this.live = live;
        this.replay = replay;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Check rules: their text, and against the database of spring.datasource.url where it can be reached.",
                "Tells all that is wrong; ends with 0 when nothing is, with 1 when anything is."
            })
    int check(@Option(names = "--rules", paramLabel = "FILE", description = FILES) @Nullable List<Path> files) {
        @Nullable RuleSet rules = valid(files);
        if (rules == null) {
            return 1;
        }
        out().printf(
                        "The rules are right: %d caches, %d sources; digest %s%n",
                        rules.caches().size(), rules.sources().size(), rules.digest());
        return 0;
    }

    @Command(
            name = "dry-run",
            mixinStandardHelpOptions = true,
            description = {
                "Replay recorded changes through rules, and tell what would have been removed. Touches nothing.",
                "Changes that were not asked for when they were made have not been recorded."
            })
    int dryRun(
            @Option(names = "--rules", paramLabel = "FILE", description = FILES) @Nullable List<Path> files,
            @Option(
                            names = "--since",
                            required = true,
                            paramLabel = "TIME",
                            converter = Since.class,
                            description = "How far back: 90s, 30m, 1h, 7d.")
                    Duration since,
            @Option(
                            names = "--limit",
                            defaultValue = "20",
                            paramLabel = "N",
                            description = "How many tags and keys to list of each cache, those with the most changes"
                                    + " first; counts are of all. Default: ${DEFAULT-VALUE}.")
                    int limit,
            @Option(
                            names = "--format",
                            defaultValue = "text",
                            paramLabel = "FORMAT",
                            description = "text or json. Default: ${DEFAULT-VALUE}.")
                    ForecastFormat format) {
        if (limit < 0) {
            throw new ParameterException(spec().commandLine(), "--limit must be 0 or more: " + limit);
        }
        @Nullable RuleSet rules = valid(files);
        if (rules == null) {
            return 1;
        }
        out().println(format.write(forecast(rules, since, limit)).stripTrailing());
        return 0;
    }

    private Forecast forecast(RuleSet rules, Duration since, int limit) {
        try (ProgressBar progress = new ProgressBar(err(), Ansi.AUTO.enabled())) {
            return replay.of(rules, since, limit, progress);
        }
    }

    /** The rules; null when they are not, and all that is wrong has been told. */
    private @Nullable RuleSet valid(@Nullable List<Path> files) {
        try {
            RuleSet rules = candidates.of(files == null ? List.of() : files);
            LiveCheck.Result result = live.check(rules);
            result.warnings().forEach(warning -> err().println("warning: " + warning));
            if (!result.unreachable().isEmpty()) {
                err().println("Not checked against the database, which cannot be reached: " + result.unreachable());
            }
            return rules;
        } catch (InvalidRulesException e) {
            e.problems().forEach(err()::println);
            err().printf("%d %s%n", e.problems().size(), e.problems().size() == 1 ? "error" : "errors");
            return null;
        }
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
