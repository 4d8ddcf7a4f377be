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

    /** 2 is picocli's, for a wrong command line. */
    private static final int NOT_ALL_CHECKED = 3;

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
                "Check rules: their text, and against the database of spring.datasource.url.",
                "Tells all that is wrong. Ends with 0 when nothing is, with 1 when anything is, and with "
                        + NOT_ALL_CHECKED
                        + " when the text is right but the database cannot be reached."
            })
    int check(
            @Option(names = "--rules", paramLabel = "FILE", description = FILES) @Nullable List<Path> files,
            @Option(names = "--offline", description = "Check the text only, and do not ask for the database.")
                    boolean offline) {
        try {
            RuleSet rules = candidates.of(files == null ? List.of() : files);
            boolean checked = offline || isCheckedAgainstTheDatabase(rules);
            out().printf(
                            "The %s: %d caches, %d sources; digest %s%n",
                            offline || !checked ? "text of the rules is right" : "rules are right",
                            rules.caches().size(),
                            rules.sources().size(),
                            rules.digest());
            return checked ? 0 : NOT_ALL_CHECKED;
        } catch (InvalidRulesException e) {
            return refused(e);
        }
    }

    @Command(
            name = "dry-run",
            mixinStandardHelpOptions = true,
            description = {
                "Replay recorded changes through rules, and tell what would have been removed. Touches nothing.",
                "Changes that were not asked for when they were made have not been recorded.",
                "Ends with 0, with 1 when the rules are wrong, and with " + NOT_ALL_CHECKED
                        + " when rows or keys could not be counted: notes say why."
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
        try {
            RuleSet rules = candidates.of(files == null ? List.of() : files);
            isCheckedAgainstTheDatabase(rules);
            Forecast forecast = forecast(rules, since, limit);
            out().println(format.write(forecast).stripTrailing());
            return forecast.notes().isEmpty() ? 0 : NOT_ALL_CHECKED;
        } catch (InvalidRulesException e) {
            return refused(e);
        }
    }

    private Forecast forecast(RuleSet rules, Duration since, int limit) {
        try (ProgressBar progress = new ProgressBar(err(), Ansi.AUTO.enabled())) {
            return replay.of(rules, since, limit, progress);
        }
    }

    /** False, and why is told, when it cannot be reached. */
    private boolean isCheckedAgainstTheDatabase(RuleSet rules) {
        LiveCheck.Result result = live.check(rules);
        result.warnings().forEach(warning -> err().println("warning: " + warning));
        if (!result.unreachable().isEmpty()) {
            err().println("Not checked against the database, which cannot be reached: " + result.unreachable());
        }
        return result.unreachable().isEmpty();
    }

    private int refused(InvalidRulesException e) {
        e.problems().forEach(err()::println);
        err().printf("%d %s%n", e.problems().size(), e.problems().size() == 1 ? "error" : "errors");
        return 1;
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
