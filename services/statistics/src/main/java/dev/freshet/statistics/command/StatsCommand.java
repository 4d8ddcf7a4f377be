package dev.freshet.statistics.command;

import dev.freshet.statistics.asking.BadParameter;
import dev.freshet.statistics.asking.KnownNames;
import dev.freshet.statistics.asking.Parameters;
import dev.freshet.statistics.asking.Span;
import dev.freshet.statistics.figures.Figures;
import dev.freshet.statistics.figures.Filter;
import dev.freshet.statistics.prices.PriceSettings;
import dev.freshet.statistics.recount.Recount;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the daily figures, and counts days again. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Show requests, hits and what they saved, day by day (UTC); the last 30 days without --from.")
public final class StatsCommand implements Callable<Integer> {

    /** For scripts: the recount found a difference and left it. */
    static final int DIFFERENT = 3;

    private final ObjectProvider<Figures> figures;
    private final ObjectProvider<KnownNames> names;
    private final ObjectProvider<Recount> recount;
    private final PriceSettings prices;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--from", paramLabel = "DATE", description = "First day, such as 2026-01-31.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day, included; today without it.")
    private @Nullable String to;

    @Option(names = "--cache", paramLabel = "NAME", description = "One cache only.")
    private @Nullable String cache;

    @Option(names = "--operation", paramLabel = "NAME", description = "One operation only.")
    private @Nullable String operation;

    StatsCommand(
            ObjectProvider<Figures> figures,
            ObjectProvider<KnownNames> names,
            ObjectProvider<Recount> recount,
            PriceSettings prices,
            Clock clock) {
        this.figures = figures;
        this.names = names;
        this.recount = recount;
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        Filter filter = understood(() -> {
            Parameters parameters = parameters(from, to, cache, operation);
            Filter asked =
                    new Filter(Span.of(parameters, clock), parameters.name("cache"), parameters.name("operation"));
            names.getObject().check(asked.cache(), asked.operation());
            return asked;
        });
        figures.getObject().table(filter, prices.currency()).forEach(out()::println);
        out().flush();
        return 0;
    }

    @Command(
            name = "recount",
            mixinStandardHelpOptions = true,
            description = {
                "Count days again from the topics and print where that differs from what is stored: nowhere, or",
                "something is wrong. Exit code 0 without a difference, " + DIFFERENT + " with one that was left."
            })
    int recount(
            @Option(names = "--from", required = true, paramLabel = "DATE", description = "First day.") String first,
            @Option(names = "--to", required = true, paramLabel = "DATE", description = "Last day, included.")
                    String last,
            @Option(names = "--replace", description = "Store what was counted where it differs.") boolean replace) {
        Span days = understood(() -> Span.of(parameters(first, last, null, null), clock));
        Recount.Result result = recount.getObject().of(days, replace);
        result.differences().forEach(out()::println);
        out().println(days.from() + " to " + days.to() + ": " + result.records() + " records counted again, "
                + result.differences().size() + " differences"
                + (replace && !result.differences().isEmpty() ? ", replaced" : ""));
        out().flush();
        return replace || result.differences().isEmpty() ? 0 : DIFFERENT;
    }

    private static Parameters parameters(
            @Nullable String from, @Nullable String to, @Nullable String cache, @Nullable String operation) {
        Map<String, List<String>> given = new HashMap<>();
        put(given, "from", from);
        put(given, "to", to);
        put(given, "cache", cache);
        put(given, "operation", operation);
        return new Parameters(given);
    }

    private static void put(Map<String, List<String>> given, String name, @Nullable String value) {
        if (value != null) {
            given.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        }
    }

    private <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (BadParameter e) {
            throw new ParameterException(commandLine(), "--" + e.getMessage(), e);
        }
    }

    private PrintWriter out() {
        return commandLine().getOut();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not looked at this command yet");
        }
        return spec.commandLine();
    }
}
