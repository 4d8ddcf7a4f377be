package dev.freshet.app.settings;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * The application as a whole.
 *
 * @param roles which roles this process runs: capture, invalidation, statistics, console
 * @param packs which application domains are installed
 * @param rules a rules file that replaces those of the packs; none as a rule
 * @param servers embedded: PostgreSQL, Kafka and Redis are started by this process; external: they run elsewhere
 * @param folder where the embedded servers keep their state
 * @param demo whether the sample course is installed and can be edited on the page; on by default with embedded servers
 *     and the pack of the lectures
 * @param migrate whether this process brings the database up to date when it starts
 */
@ConfigurationProperties("freshet")
public record Freshet(
        @DefaultValue({"capture", "invalidation", "statistics", "console"}) List<String> roles,
        @DefaultValue("lectures") List<String> packs,
        @Nullable Path rules,
        @DefaultValue("embedded") Servers servers,
        @DefaultValue(".freshet") Path folder,
        @DefaultValue("false") boolean demo,
        @DefaultValue("true") boolean migrate) {

    /** Where the servers run. */
    public enum Servers {
        /** started by this process */
        EMBEDDED,
        /** elsewhere, by settings */
        EXTERNAL
    }

    /** The pack that the sample course is a course for. */
    private static final String DEMONSTRATED = "lectures";

    public Freshet {
        roles = List.copyOf(roles);
        packs = List.copyOf(packs);
    }

    /** The settings as they stand in the environment. */
    public static Freshet of(Environment environment) {
        return Binder.get(environment).bindOrCreate("freshet", Freshet.class);
    }

    /** Whether there is anything for a sample course to show. */
    public boolean canDemonstrate() {
        return packs.contains(DEMONSTRATED);
    }

    /**
     * The roles to run.
     *
     * @throws dev.freshet.refusal.Refusal if one does not exist
     */
    public Set<Role> activeRoles() {
        return roles.stream().map(Role::named).collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }
}
