package dev.freshet.app.commands;

import dev.freshet.app.failure.Explanation;
import dev.freshet.app.settings.SettingsCheck;
import java.util.Comparator;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Every bean that is a picocli command, under one program. Commands are clients of servers that run already: none of
 * them starts a role or an embedded server.
 */
public final class Commands {

    private Commands() {}

    /** Executes a command and returns its exit code: 0 done, 1 failed, 2 misused. */
    public static int execute(Arguments arguments) {
        SpringApplication application = application();
        ConfigurableApplicationContext context;
        try {
            context = application.run(arguments.settings().toArray(String[]::new));
        } catch (RuntimeException e) {
            return 1; // Boot has reported the failure
        }
        try (context) {
            return commandLine(context).execute(arguments.words().toArray(String[]::new));
        }
    }

    private static SpringApplication application() {
        SpringApplication application = new SpringApplication(CommandsConfiguration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setLazyInitialization(true);
        // Kafka's admin is made all the same, and would ask for a broker even for --version
        application.setDefaultProperties(Map.of("spring.kafka.admin.auto-create", false));
        application.addListeners(new SettingsCheck());
        return application;
    }

    private static CommandLine commandLine(ConfigurableApplicationContext context) {
        CommandLine commandLine = new CommandLine(new FreshetCommand()).addSubcommand(new RunCommand());
        context.getBeansWithAnnotation(Command.class).values().stream()
                .sorted(Comparator.comparing(command -> command.getClass().getSimpleName()))
                .forEach(commandLine::addSubcommand);
        // TEXT is written text
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine.setExecutionExceptionHandler((failure, line, result) -> explain(failure, line));
    }

    private static int explain(Exception failure, CommandLine line) throws Exception {
        Explanation explanation = Explanation.of(failure).orElseThrow(() -> failure);
        line.getErr().println(explanation.cause());
        line.getErr().println(explanation.remedy());
        return line.getCommandSpec().exitCodeOnExecutionException();
    }
}
