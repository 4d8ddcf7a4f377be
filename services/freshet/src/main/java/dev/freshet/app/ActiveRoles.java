package dev.freshet.app;

import dev.freshet.app.settings.Freshet;
import dev.freshet.app.settings.Role;
import dev.freshet.capture.CaptureConfiguration;
import dev.freshet.console.ConsoleConfiguration;
import dev.freshet.invalidation.InvalidationConfiguration;
import dev.freshet.statistics.StatisticsConfiguration;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Imports the configuration of each role that is switched on. */
final class ActiveRoles implements ImportSelector {

    private static final Map<Role, Class<?>> CONFIGURATIONS = Map.of(
            Role.CAPTURE, CaptureConfiguration.class,
            Role.INVALIDATION, InvalidationConfiguration.class,
            Role.STATISTICS, StatisticsConfiguration.class,
            Role.CONSOLE, ConsoleConfiguration.class);

    private final Freshet freshet;

    ActiveRoles(Environment environment) {
        this.freshet = Freshet.of(environment);
    }

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        return freshet.activeRoles().stream()
                .map(role -> Objects.requireNonNull(CONFIGURATIONS.get(role)).getName())
                .toArray(String[]::new);
    }
}
